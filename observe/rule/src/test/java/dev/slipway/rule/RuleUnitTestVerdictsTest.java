package dev.slipway.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Which unit tests of rules pass, compared with what promtool said of them.
final class RuleUnitTestVerdictsTest {
    /// What passes here and not there: a number in quotes is one, and of histograms it does not
    /// count whether the store knows that they were not reset.
    private static final Set<String> MILDER = Set.of("quoted", "histogram");

    record Case(String name, boolean passed, String yaml) {
        @Override
        public String toString() {
            return name;
        }
    }

    @TempDir Path folder;

    private static List<String> sections() {
        try (InputStream in =
                Objects.requireNonNull(
                        RuleUnitTestVerdictsTest.class.getResourceAsStream("promtool-test.txt"))) {
            String all = new String(in.readAllBytes(), UTF_8);
            return Arrays.stream(all.split("(?m)^## ")).skip(1).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Stream<Case> cases() {
        return sections().stream().skip(2).map(RuleUnitTestVerdictsTest::read);
    }

    private static Case read(String text) {
        int end = text.indexOf('\n');
        String[] head = text.substring(0, end).split(": ");
        return new Case(head[0], head[1].equals("passed"), text.substring(end + 1));
    }

    @BeforeEach
    void writeRules() throws IOException {
        for (String each : sections().subList(0, 2)) {
            int end = each.indexOf('\n');
            Files.writeString(folder.resolve(each.substring(0, end)), each.substring(end + 1));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithPromtool(Case file) throws IOException {
        Path test = folder.resolve("test.yml");
        Files.writeString(test, file.yaml());
        RuleUnitTest.Report report = RuleUnitTest.run(test, RealLanguage::over);
        assertThat(report.passed())
                .as("%s %s", file.name(), report.text())
                .isEqualTo(file.passed() || MILDER.contains(file.name()));
    }
}
