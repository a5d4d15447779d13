package dev.slipway.promql.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SeriesDescriptionTest {
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
    void expandsNumbersGapsAndTheEnd(String description, String expected) {
        List<String> texts =
                SeriesDescription.values(description).stream()
                        .map(SeriesDescriptionTest::text)
                        .toList();
        assertThat(String.join(" ", texts)).isEqualTo(expected);
    }

    private static String text(SeriesValue value) {
        return switch (value) {
            case SeriesValue.Floating number -> Double.toString(number.value());
            case SeriesValue.Omitted _ -> "_";
            case SeriesValue.Stale _ -> "stale";
            case SeriesValue.Histogram described ->
                    HistogramDescription.text(described.histogram());
        };
    }

    @Test
    void addsHistograms() {
        List<SeriesValue> values =
                SeriesDescription.values(
                        "{{schema:1 count:3 sum:4 offset:1 buckets:[1 2]}}"
                                + "+{{schema:1 count:2 sum:0.5 buckets:[1 0 1] n_buckets:[3]}}x2");

        assertThat(values)
                .extracting(SeriesDescriptionTest::text)
                .containsExactly(
                        "{{schema:1 count:3 sum:4 offset:1 buckets:[1 2]}}",
                        "{{schema:1 count:5 sum:4.5 buckets:[1 1 3] n_buckets:[3]}}",
                        "{{schema:1 count:7 sum:5 buckets:[2 1 4] n_buckets:[6]}}");
    }

    @Test
    void readsTheHistogramsItWrites() {
        FloatHistogram histogram =
                HistogramDescription.parse(
                        "{{schema:-53 count:7.5 sum:NaN custom_values:[0.1 1e21] offset:1"
                                + " buckets:[3 4.5] counter_reset_hint:gauge}}");
        String text = HistogramDescription.text(histogram);
        assertThat(HistogramDescription.text(HistogramDescription.parse(text))).isEqualTo(text);
        assertThat(text).contains("custom_values:[0.1 1e+21] offset:1 buckets:[3 4.5]");
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
    void readsLabels(String description, String expected) {
        Labels labels = SeriesDescription.labels(description);

        assertThat(labels).hasToString(expected);
        assertThat(SeriesDescription.labels(labels.toString())).isEqualTo(labels);
    }

    @Test
    void tellsTheMetricFromItsValues() {
        SeriesDescription.Described described =
                SeriesDescription.parse("load {a=\"}\", b='{'} {{sum:1}} 2");
        assertThat(described.labels()).isEqualTo(Labels.of("__name__", "load", "a", "}", "b", "{"));
        assertThat(described.values()).hasSize(2);
        assertThat(SeriesDescription.parse("{} 1 2").values()).hasSize(2);
        assertThat(SeriesDescription.parse("up 1").labels().metricName()).isEqualTo("up");
    }

    @ParameterizedTest
    @CsvSource({
        "1x",
        "1+x3",
        "a",
        "'1,2'",
        "{{",
        "{{nope:1}}",
        "1x9999999999",
        "1x2000000",
        "--1",
        "{{counter_reset_hint:what}}",
        "{{sum:0x1p3}}",
        "{{sum:1}}+{{schema:-53}}x1"
    })
    void refusesWhatItDoesNotUnderstand(String description) {
        assertThatExceptionOfType(SyntaxException.class)
                .isThrownBy(() -> SeriesDescription.values(description))
                .withMessageMatching("(?s).*(expected|over).*");
    }

    @Test
    void refusesConditionsAsLabels() {
        assertThatThrownBy(() -> SeriesDescription.labels("up{a!=\"b\"}"))
                .isInstanceOf(SyntaxException.class)
                .hasMessage("series: a!=\"b\" (expected: labels with =)");
    }

    @Test
    void survivesMutatedDescriptions() {
        Random random = new Random(13);
        String good =
                "up{a=\"b\"} 1+2x3 _x2 stale {{schema:1 sum:4 buckets:[1 2]}}+{{schema:1 sum:1}}x2"
                        + " -Inf";
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
                SeriesDescription.parse(text.toString());
                understood++;
            } catch (SyntaxException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
        assertThat(understood).isBetween(50, 4800);
    }
}
