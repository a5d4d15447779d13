package dev.slipway.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberTest {
    private final NumberScanner scanner = new NumberScanner();

    @Test
    void numbersWrittenAreReadBackToTheBit() {
        Random random = new Random(11);
        for (int i = 0; i < 50_000; i++) {
            double value =
                    i % 2 == 0
                            ? Double.longBitsToDouble(random.nextLong())
                            : random.nextInt(1_000_000) / 1_000.0;
            if (Double.isNaN(value)) {
                continue;
            }
            for (String text :
                    new String[] {
                        NumberText.of(value),
                        NumberText.openMetrics(value),
                        NumberText.plain(value),
                        Double.toString(value).replace("Infinity", "Inf")
                    }) {
                assertThat(scan(text)).as(text).isEqualTo(value);
            }
        }
    }

    @Test
    void numbersLookAsExpositionsWriteThem() {
        assertThat(NumberText.of(1)).isEqualTo("1");
        assertThat(NumberText.of(1e6)).isEqualTo("1e+06");
        assertThat(NumberText.of(0.25)).isEqualTo("0.25");
        assertThat(NumberText.of(-0.0)).isEqualTo("-0");
        assertThat(NumberText.of(Double.NEGATIVE_INFINITY)).isEqualTo("-Inf");
        assertThat(NumberText.openMetrics(1)).isEqualTo("1.0");
        assertThat(NumberText.plain(1e6)).isEqualTo("1000000");
    }

    @Test
    void whatOnlyJavaTakesIsNoNumber() {
        scanner.scan("1d".getBytes(US_ASCII), 0, 2);
        assertThat(scanner.end()).isEqualTo(1);
        scanner.scan("x".getBytes(US_ASCII), 0, 1);
        assertThat(scanner.end()).isZero();
        assertThat(scan("nan")).isNaN();
    }

    private double scan(String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        double value = scanner.scan(bytes, 0, bytes.length);
        assertThat(scanner.end()).as(text).isEqualTo(bytes.length);
        return value;
    }
}
