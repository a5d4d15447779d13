package dev.slipway.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.series.Labels;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MatchersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a=b | {a=\"b\"}",
                "{a=b} | {a=\"b\"}",
                "a = \"b c\" | {a=\"b c\"}",
                "{a=\"b\", c!=\"d\",} | {a=\"b\",c!=\"d\"}",
                "a!~\".*\" | {a!~\".*\"}",
                "\"a b\"=c | {\"a b\"=\"c\"}",
                "a=\"\\\"\\n\" | {a=\"\\\"\\n\"}",
                "{} | {}",
                "a=\"\" | {a=\"\"}",
                "ä=ö | {\"ä\"=\"ö\"}",
                "a=b=c | {a=\"b=c\"}",
                "a= | {a=\"\"}",
                "a=~{x} | {a=~\"{x\"}",
                "foo=bar!baz | {foo=\"bar!baz\"}"
            })
    void readsBothForms(String text, String expected) {
        assertThat(Matchers.text(Matchers.parse(text))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a | expected `=`, `!=`, `=~` or `!~`",
                "=b | expected a label's name",
                "a=\"b | expected a closing `\"`",
                "a=~\"(\" | is no regular expression"
            })
    void saysWhatIsWrong(String text, String expected) {
        assertThatThrownBy(() -> Matchers.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void missingLabelsAreEmpty() {
        assertThat(Matchers.allMatch(Matchers.parse("a=\"\",b!=c"), Labels.of("b", "x"))).isTrue();
    }

    @Test
    void survivesDamagedText() {
        Random random = new Random(7);
        List<String> seeds = List.of("{a=\"b\", c!~\"d\\x41\"}", "a=~\"x|y\",\"ü\"!=b", "a=b=c,d=");
        for (int i = 0; i < 20_000; i++) {
            String text = Mutations.of(seeds.get(i % seeds.size()), random);
            try {
                String written = Matchers.text(Matchers.parse(text));
                assertThat(Matchers.text(Matchers.parse(written))).isEqualTo(written);
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void fingerprintIsAlertmanagersOwn() {
        assertThat(Fingerprint.of(Labels.EMPTY).toString()).isEqualTo("cbf29ce484222325");
        assertThat(Fingerprint.of(Labels.of("a", "b")).bits())
                .isNotEqualTo(Fingerprint.of(Labels.of("ab", "")).bits());
    }
}
