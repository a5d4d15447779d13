package dev.slipway.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.slipway.rule.SeriesNotation.Value;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.StaleMarker;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SeriesNotationTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 2.5 -3 | 1.0 2.5 -3.0",
                "1+2x3 | 1.0 3.0 5.0 7.0",
                "10-2x2 | 10.0 8.0 6.0",
                "-1+1e-1x1 | -1.0 -0.9",
                "0x3 5 | 0.0 0.0 0.0 0.0 5.0",
                "_ 1 _x2 | _ 1.0 _ _",
                "1 stale Inf -inf NaN | 1.0 stale Infinity -Infinity NaN",
            })
    void expandsValues(String notation, String expected) {
        assertThat(
                        SeriesNotation.values(notation).stream()
                                .map(SeriesNotationTest::text)
                                .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    private static String text(Value value) {
        Double number = value.number();
        if (number == null) {
            return "_";
        }
        return StaleMarker.is(number) ? "stale" : number.toString();
    }

    @Test
    void addsHistograms() {
        List<Value> values =
                SeriesNotation.values(
                        "{{schema:1 count:3 sum:4 offset:1 buckets:[1 2]}}"
                                + "+{{schema:1 count:2 sum:0.5 buckets:[1 0 1] n_buckets:[3]}}x2");

        assertThat(values)
                .extracting(each -> HistogramNotation.text(histogram(each)))
                .containsExactly(
                        "{{schema:1 count:3 sum:4 buckets:{1=1.0, 2=2.0}}}",
                        "{{schema:1 count:5 sum:4.5 buckets:{0=1.0, 1=1.0, 2=3.0} n_buckets:{0=3.0}}}",
                        "{{schema:1 count:7 sum:5 buckets:{0=2.0, 1=1.0, 2=4.0} n_buckets:{0=6.0}}}");
    }

    private static FloatHistogram histogram(Value value) {
        return Objects.requireNonNull(value.histogram());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "up | up",
                "a:b{x=\"1\", y='2',} | a:b{x=\"1\", y=\"2\"}",
                "{x=\"a\\\"b\\n\"} | {x=\"a\\\"b\\n\"}",
                "{\"with space\", \"l.x\"=\"v\"} | {\"with space\", \"l.x\"=\"v\"}",
            })
    void readsLabels(String notation, String expected) {
        Labels labels = SeriesNotation.labels(notation);

        assertThat(labels).hasToString(expected);
        assertThat(SeriesNotation.labels(labels.toString())).isEqualTo(labels);
    }

    @ParameterizedTest
    @CsvSource({"1x", "1+x3", "a", "'1,2'", "{{", "{{nope:1}}", "1x9999999999", "1x2000000", "--1"})
    void refusesWhatItDoesNotUnderstand(String notation) {
        assertThatIllegalArgumentException().isThrownBy(() -> SeriesNotation.values(notation));
    }

    @Test
    void survivesMutatedNotations() {
        Random random = new Random(13);
        String good = "1+2x3 _x2 stale {{schema:1 sum:4 buckets:[1 2]}}+{{schema:1 sum:1}}x2 -Inf";
        int understood = 0;
        for (int i = 0; i < 5000; i++) {
            StringBuilder text = new StringBuilder(good);
            for (int j = random.nextInt(3); j >= 0; j--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.deleteCharAt(at);
                } else {
                    text.insert(at, "{}[]:+-_x5 .eas".charAt(random.nextInt(15)));
                }
            }
            try {
                SeriesNotation.values(text.toString());
                understood++;
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("expected");
            }
        }
        assertThat(understood).isBetween(50, 4800);
    }
}
