package dev.slipway.hcl.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonReaderTest {
    private static final String SAMPLE =
            "{\"a\": [1, -2.5e+3, true, false, null, \"x\\n\\u00e9\\\\\"], \"b\": {\"c\": {}}, \"d\": []}";

    @Test
    void valuesAreWrittenAsTheyWereRead() throws JsonException {
        assertThat(JsonText.of(JsonValues.read(SAMPLE)))
                .isEqualTo(
                        "{\"a\":[1,-2500,true,false,null,\"x\\né\\\\\"],\"b\":{\"c\":{}},\"d\":[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{\"a\":}",
                "01",
                "1.",
                ".5",
                "+1",
                "nul",
                "[1 2]",
                "\"\t\"",
                "{'a':1}",
                "1 2",
                "\"\\x\"",
                "NaN"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(JsonException.class);
    }

    @Test
    void deepNestingIsRefused() {
        assertThatThrownBy(() -> JsonReader.read("[".repeat(100_000)))
                .isInstanceOf(JsonException.class);
    }

    @Test
    void anyMutationIsReadOrRefused() {
        Random random = new Random(5);
        int refused = 0;
        for (int round = 0; round < 5000; round++) {
            StringBuilder text = new StringBuilder(SAMPLE);
            for (int change = 0; change <= random.nextInt(3); change++) {
                int at = random.nextInt(text.length());
                text.setCharAt(at, "{}[]\",:\\ 01eE+-.ntf".charAt(random.nextInt(19)));
            }
            try {
                JsonValues.read(text.toString());
            } catch (JsonException problem) {
                refused++;
                assertThat(problem.at()).isBetween(0, text.length());
            }
        }
        assertThat(refused).isBetween(2000, 4999);
    }
}
