package dev.slipway.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MatcherTest {
    private static final List<String> TEXTS =
            List.of("", "a", "b", "ab", "ba", "aab", "bab", "abc", "a\nb", "foo", "foobar", "xfoo");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a|b",
                "(a|b)",
                "a|",
                ".*",
                ".+",
                "a.*",
                "a.+",
                ".*b",
                ".+b",
                ".*a.*",
                ".+a.+",
                ".*.*",
                ".+.+",
                ".*.+",
                "(?i)A",
                "[ab]+",
                "a?b",
                "a{2}b",
                "fo*",
                "foo(bar)?",
                "(a)|(b)",
                "a.b",
                "^a$"
            })
    void shortCutsMatchWhatTheAutomatonMatches(String regex) {
        Matcher matcher = Matcher.of(Matcher.Type.REGEX, "l", regex);
        Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
        for (String text : TEXTS) {
            assertThat(matcher.matches(text))
                    .as("%s on %s", regex, text)
                    .isEqualTo(pattern.matches(text));
            if (pattern.matches(text)) {
                assertThat(text).startsWith(matcher.prefix());
                matcher.literals().ifPresent(words -> assertThat(words).contains(text));
            }
        }
    }

    @Test
    void negationTurnsTheAnswer() {
        assertThat(Matcher.of(Matcher.Type.NOT_REGEX, "l", "a.*").matches("ab")).isFalse();
        assertThat(Matcher.of(Matcher.Type.NOT_EQUAL, "l", "a").matchesEmpty()).isTrue();
    }

    @Test
    void saysWhatIsWrongWithARegularExpression() {
        assertThatThrownBy(() -> Matcher.of(Matcher.Type.REGEX, "l", "(a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("missing closing )");
    }

    @Test
    void isWrittenAsPromqlWritesIt() {
        assertThat(Matcher.of(Matcher.Type.REGEX, "a.b", "x\"y"))
                .hasToString("\"a.b\"=~\"x\\\"y\"");
    }
}
