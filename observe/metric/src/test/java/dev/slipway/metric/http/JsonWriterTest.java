package dev.slipway.metric.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Json;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonWriterTest {
    private static String text(double value) {
        byte[] target = new byte[DoubleText.BYTES_MAX];
        return new String(target, 0, DoubleText.write(value, target, 0), UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "-0.0,-0",
        "1,1",
        "-12.5,-12.5",
        "1e6,1000000",
        "123456.789,123456.789",
        "0.000001,0.000001",
        "9.9e-7,9.9e-07",
        "1e20,100000000000000000000",
        "1e21,1e+21",
        "-1.5e300,-1.5e+300",
        "4.9e-324,5e-324",
        "0.1,0.1",
        "0.30000000000000004,0.30000000000000004",
        "9007199254740993,9007199254740992",
        "1234567890123.4567,1234567890123.4568",
        "Infinity,+Inf",
        "-Infinity,-Inf",
        "NaN,NaN",
        "2.5e-5,0.000025",
        "999999999.999999,999999999.999999"
    })
    void writesFloatsAsPrometheusDoes(double value, String expected) {
        assertThat(text(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0,0e+00", "1,1e+00", "-15,-1.5e+01", "1e100,1e+100", "NaN,NaN", "Infinity,+Inf"})
    void writesValuesOfAlertsWithAnExponent(double value, String expected) {
        assertThat(DoubleText.scientific(value)).isEqualTo(expected);
    }

    @Test
    void writesEveryFloatAsTheShortestTextThatReadsBack() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            double value =
                    switch (i % 4) {
                        case 0 -> Double.longBitsToDouble(random.nextLong());
                        case 1 -> random.nextInt(1_000_000) / 1000.0;
                        case 2 -> random.nextGaussian() * 1e9;
                        default -> random.nextLong();
                    };
            if (!Double.isFinite(value)) {
                continue;
            }
            String text = text(value);
            assertThat(Double.parseDouble(text)).isEqualTo(value);
            int digits = digits(text);
            int javasDigits = digits(Double.toString(value));
            assertThat(digits).as(text).isLessThanOrEqualTo(javasDigits);
        }
    }

    private static int digits(String text) {
        return new BigDecimal(text).stripTrailingZeros().precision();
    }

    @Test
    void writesAnythingAcrossTheEdgesOfItsBuffer() {
        Random random = new Random(11);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JsonWriter json = new JsonWriter((buffer, length) -> bytes.write(buffer, 0, length));
        StringBuilder[] texts = new StringBuilder[2_000];
        json.beginArray();
        for (int i = 0; i < texts.length; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(200); length > 0; length--) {
                text.appendCodePoint(
                        switch (random.nextInt(4)) {
                            case 0 -> random.nextInt(0x80);
                            case 1 -> random.nextInt(0x800);
                            case 2 -> random.nextInt(0xd800);
                            default -> 0x10000 + random.nextInt(0x100000);
                        });
            }
            texts[i] = text;
            json.beginArray().string(text.toString()).number(random.nextLong());
            json.quotedNumber(random.nextDouble()).endArray();
        }
        json.endArray().flush();

        JsonNode read = Json.parse(bytes.toByteArray());
        for (int i = 0; i < texts.length; i++) {
            assertThat(read.get(i).get(0).asText()).isEqualTo(texts[i].toString());
        }
    }

    @Test
    void writesBytesThatAreNoTextAsReplacements() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JsonWriter json = new JsonWriter((buffer, length) -> bytes.write(buffer, 0, length));
        json.string("a\udcc5b").flush();
        assertThat(bytes.toString(UTF_8)).isEqualTo("\"a\ufffdb\"");
    }

    @Test
    void writesTimes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JsonWriter json = new JsonWriter((buffer, length) -> bytes.write(buffer, 0, length));
        json.beginArray().seconds(0).seconds(-1).seconds(1_005).seconds(Long.MIN_VALUE);
        json.number(Long.MIN_VALUE).endArray().flush();
        assertThat(bytes.toString(UTF_8))
                .isEqualTo("[0,-0.001,1.005,-9223372036854775.808,-9223372036854775808]");
    }
}
