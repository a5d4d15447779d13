package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonShapeTest {
    private static final String SAMPLE =
            "{\"id\": 17, \"name\": \"a \\\"b\\\" \\u00e9\", \"tags\": [\"x\", \"y\"],"
                    + " \"price\": {\"amount\": -1.5e3, \"currency\": null}, \"sold\": true}";

    private static @Nullable Set<Long> shape(String text) {
        byte[] bytes = Ascii.bytes(text);
        return JsonShape.of(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"b\":2} | {\"b\":7, \"a\": 0}",
                "[1,2,3] | [9]",
                "\"x\" | \"yy\"",
                "{\"a\":{\"b\":[]}} | { \"a\" : { \"b\" : [ ] } }",
                "[true] | [false, true]"
            })
    void valuesAndOrderDoNotMatter(String one, String other) {
        assertThat(shape(one)).isNotNull().isEqualTo(shape(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1} | {\"a\":\"1\"}",
                "{\"a\":1} | {\"b\":1}",
                "{\"a\":1} | {\"a\":null}",
                "[1] | []",
                "{\"a\":{\"b\":1}} | {\"a\":1,\"b\":1}",
                "{\"a\":[1]} | {\"a\":{\"]\":1}}",
                "[[1]] | [1]"
            })
    void fieldsPathsAndTypesMatter(String one, String other) {
        assertThat(shape(one)).isNotNull();
        assertThat(shape(other)).isNotNull().isNotEqualTo(shape(one));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''",
                "{",
                "{\"a\"}",
                "[1,]",
                "nul",
                "{a:1}",
                "1 2",
                "\"x",
                "\"x\\",
                "{\"a\":1}}"
            })
    void whatIsNoJsonHasNoShape(String text) {
        assertThat(shape(text)).isNull();
    }

    @Test
    void tooMuchHasNoShape() {
        assertThat(shape("[".repeat(60) + "]".repeat(60))).isNotNull();
        assertThat(shape("[".repeat(100) + "]".repeat(100))).isNull();
        StringBuilder wide = new StringBuilder("{\"x\":1");
        for (int i = 0; i < 5000; i++) {
            wide.append(",\"f").append(i).append("\":1");
        }
        assertThat(shape(wide + "}")).isNull();
    }

    @Test
    void neverThrows() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = Ascii.bytes(SAMPLE);
            int changes = random.nextInt(1, 6);
            for (int i = 0; i < changes; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int from = random.nextInt(4);
            JsonShape.of(bytes, from, random.nextInt(from, bytes.length + 1));
        }
    }
}
