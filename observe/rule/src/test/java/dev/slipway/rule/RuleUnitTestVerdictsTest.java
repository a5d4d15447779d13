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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Which unit tests of rules pass, compared with what promtool said of them.
final class RuleUnitTestVerdictsTest {
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
        return sections().stream().skip(1).map(RuleUnitTestVerdictsTest::read);
    }

    private static Case read(String text) {
        int end = text.indexOf('\n');
        String[] head = text.substring(0, end).split(": ");
        return new Case(head[0], head[1].equals("passed"), text.substring(end + 1));
    }

    @BeforeEach
    void writeRules() throws IOException {
        String rules = sections().getFirst();
        Files.writeString(folder.resolve("rules.yml"), rules.substring(rules.indexOf('\n') + 1));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithPromtool(Case file) throws IOException {
        Path test = folder.resolve("test.yml");
        Files.writeString(test, file.yaml());
        RuleUnitTest.Report report = RuleUnitTest.run(test, RealLanguage::over);
        assertThat(report.passed()).as(report.text()).isEqualTo(file.passed());
    }
}
