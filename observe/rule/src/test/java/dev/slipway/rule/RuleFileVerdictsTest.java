package dev.slipway.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.series.MemorySeries;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Which rule files are accepted, compared with what promtool said of them.
final class RuleFileVerdictsTest {
    private static final RuleQueries QUERIES = RealLanguage.over(new MemorySeries());

    /// What promtool lets pass and we do not, as it would be silently left out: a second document,
    /// half a limit, and rules and groups that are nothing.
    private static final Set<String> STRICTER =
            Set.of("multi", "limitfloat", "nullrule", "nullgroup");

    record Case(String name, boolean accepted, String yaml) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        RuleFileVerdictsTest.class.getResourceAsStream("promtool-check.txt"))) {
            String all = new String(in.readAllBytes(), UTF_8);
            return Arrays.stream(all.split("(?m)^## ")).skip(1).map(RuleFileVerdictsTest::read);
        }
    }

    private static Case read(String text) {
        int end = text.indexOf('\n');
        String[] head = text.substring(0, end).split(": ");
        return new Case(head[0], head[1].equals("accepted"), text.substring(end + 1));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithPromtool(Case file) {
        RuleFile read = RuleFile.parse("r.yml", file.yaml(), QUERIES);
        assertThat(read.problems().isEmpty())
                .as("%s", read.problems())
                .isEqualTo(file.accepted() && !STRICTER.contains(file.name()));
    }
}
