package dev.slipway.hcl.value;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BigFloatTest {
    private static BigFloat number(String text) {
        return requireNonNull(BigFloat.parse(text), text);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "1e3, 1000",
        "1e-5, 0.00001",
        ".5, 0.5",
        "1., 1",
        "1p5, 32",
        "+5, 5",
        "-0, -0",
        "9007199254740993, 9007199254740993",
        "Inf, +Inf",
        "-Inf, -Inf",
        "1.50, 1.5"
    })
    void numbersAreShownWithTheFewestDigits(String written, String shown) {
        assertThat(number(written)).hasToString(shown);
    }

    @ParameterizedTest
    @CsvSource({"' 5'", "0x10", "1_000", "''", "e5", "1e", "--1", "NaN", "'1 '"})
    void otherTextsAreNoNumbers(String written) {
        assertThat(BigFloat.parse(written)).isNull();
    }

    @Test
    void thePrecisionOfTheOperandsDecidesAboutTheDigits() {
        assertThat(number("0.1").add(number("0.2"))).hasToString("0.3");
        assertThat(BigFloat.of(1).divide(BigFloat.of(3))).hasToString("0.33333333333333333334");
        assertThat(number("2").divide(number("3")).toString()).hasSize(156).endsWith("667");
        assertThat(BigFloat.of(Math.sqrt(2))).hasToString("1.4142135623730951");
    }

    @Test
    void moduloGoesTowardsZero() {
        assertThat(number("-7").modulo(number("3"))).hasToString("-1");
        assertThat(number("7").modulo(number("-3"))).hasToString("1");
        assertThat(number("5").modulo(number("0"))).hasToString("5");
    }

    @Test
    void whatHasNoValueIsRefused() {
        BigFloat infinity = BigFloat.POSITIVE_INFINITY;
        assertThatThrownBy(() -> BigFloat.ZERO.divide(BigFloat.ZERO))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> infinity.subtract(infinity))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> infinity.multiply(BigFloat.ZERO))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void shownDoublesAreReadBackAsThemselves() {
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            double value = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(40) - 20);
            BigFloat number = BigFloat.of(value);
            assertThat(number.toDouble()).isEqualTo(value);
            assertThat(Double.parseDouble(number.toString())).isEqualTo(value);
            assertThat(number(number.toString()).withPrecision(53)).isEqualTo(number);
        }
    }

    @Test
    void shownNumbersAreReadBackAsThemselves() {
        Random random = new Random(8);
        for (int round = 0; round < 200; round++) {
            BigFloat number =
                    number(Integer.toString(random.nextInt()))
                            .divide(number(Integer.toString(random.nextInt(1000) + 1)));
            assertThat(number(number.toString())).isEqualTo(number);
        }
    }
}
