package dev.slipway.analysis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Json;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {
    private static final JsonNode BODY =
            Json.parse(
                    """
                    {"a": {"b c": 1, "list": [{"n": "x", "v": 1}, {"n": "y", "v": 2}, {"n": "z"}]},
                     "v": 9, "metadata": {"labels": {"app.io/x": "l"}}}
                    """
                            .getBytes(UTF_8));

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "{$.v} => 9",
                "{.v} => 9",
                "$.v => 9",
                "{$.a['b c']} => 1",
                "{.a[\"b c\"]} => 1",
                "{.a.list[0].n} => \"x\"",
                "{.a.list[-1].n} => \"z\"",
                "{.a.list[*].n} => [\"x\",\"y\",\"z\"]",
                "{.a.list[0:2].v} => [1,2]",
                "{.a.list[1:].n} => [\"y\",\"z\"]",
                "{..v} => [9,1,2]",
                "{.a.list[?(@.n==\"y\")].v} => 2",
                "{.a.list[?(@.v>1)].n} => \"y\"",
                "{.a.list[?(@.v)].n} => [\"x\",\"y\"]",
                ".metadata.labels['app.io/x'] => \"l\"",
            })
    void finds(String path, String found) {
        assertThat(JsonPath.parse(path).find(BODY)).hasToString(found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{.a[}", "{.a..}", "{.a[?(1)]}", "{.a b}", "{$.a$}", "{.a[1:-]}"})
    void refusesWhatItDoesNotUnderstand(String path) {
        assertThatThrownBy(() -> JsonPath.parse(path))
                .isInstanceOf(AnalysisException.class)
                .hasMessageStartingWith("jsonPath: '" + path + "' is not understood");
    }

    @Test
    void neverFailsInAnotherWay() {
        String valid = "{$.a.list[?(@.n==\"y\")]..v[0:2]['b c'][*]}";
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder(valid);
            for (int j = random.nextInt(6); j >= 0; j--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, valid.charAt(random.nextInt(valid.length())));
                    default -> text.setCharAt(at, (char) (' ' + random.nextInt(95)));
                }
            }
            try {
                assertThat(JsonPath.parse(text.toString()).find(BODY)).isNotNull();
            } catch (AnalysisException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }
}
