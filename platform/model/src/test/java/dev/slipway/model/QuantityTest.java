package dev.slipway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0Gi, 0",
        "-0, 0",
        "1, 1",
        "1000, 1k",
        "1500, 1500",
        "1000m, 1",
        "1500m, 1500m",
        "0.5, 500m",
        ".5, 500m",
        "5., 5",
        "1.5k, 1500",
        "100u, 100u",
        "0.0001, 100u",
        "1n, 1n",
        "0.1n, 1n",
        "-0.1n, -1n",
        "+1, 1",
        "-2500m, -2500m",
        "1024, 1024",
        "1024Ki, 1Mi",
        "1.5Gi, 1536Mi",
        "0.5Ki, 512",
        "1023Ki, 1023Ki",
        "1.1Ki, 1126400m",
        "64Mi, 64Mi",
        "1e3, 1e3",
        "12e-1, 1200e-3",
        "1E6, 1e6",
        "1500e3, 1500e3",
        "1E, 1E",
        "1Ei, 1Ei",
        "1000E, 1000E",
        "8Ki, 8Ki",
    })
    void isWrittenInItsCanonicalForm(String text, String canonical) {
        Quantity quantity = Quantity.parse(text);
        assertThat(quantity).hasToString(canonical);
        assertThat(Quantity.parse(canonical)).isEqualTo(quantity).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "1 Gi", "1gi", "Gi", "1KB", "1.2.3", "--1", "1e", "e3", "1ki", "."})
    void otherTextsAreRefused(String text) {
        assertThat(Quantity.isQuantity(text)).isFalse();
        assertThatThrownBy(() -> Quantity.parse(text))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("is no quantity");
    }

    @Test
    void amountsAreComparedWhateverTheirForm() {
        assertThat(Quantity.parse("1Gi")).isEqualTo(Quantity.parse("1073741824"));
        assertThat(Quantity.parse("1Gi")).hasSameHashCodeAs(Quantity.parse("1073741824"));
        assertThat(Quantity.parse("1Gi")).isGreaterThan(Quantity.parse("1G"));
        assertThat(Quantity.parse("100m")).isLessThan(Quantity.parse("1"));
    }

    @Test
    void amountsAreRoundedUpToWholeUnits() {
        assertThat(Quantity.parse("1500m").value()).isEqualTo(2);
        assertThat(Quantity.parse("1500m").milliValue()).isEqualTo(1500);
        assertThat(Quantity.parse("-1500m").value()).isEqualTo(-1);
        assertThat(Quantity.parse("1Ki").amount()).isEqualByComparingTo(new BigDecimal(1024));
        assertThat(Quantity.parse("1e999").value()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void sumsKeepTheFormOfTheFirstThatIsNotZero() {
        assertThat(Quantity.ZERO.plus(Quantity.parse("512Mi")).plus(Quantity.parse("512Mi")))
                .hasToString("1Gi");
        assertThat(Quantity.parse("1").minus(Quantity.parse("250m"))).hasToString("750m");
        assertThat(Quantity.parse("1").minus(Quantity.parse("1000m")).isZero()).isTrue();
    }
}
