package dev.slipway.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.evidence.Guard.Strictness;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateOptionsTest {
    @Test
    void holdsWithoutAnyAnnotation() {
        GateOptions options = GateOptions.of(Map.of(), Map.of());

        assertThat(options.shares()).containsExactly(5, 25, 50);
        assertThat(options.limit()).isEqualTo(100);
        assertThat(options.isOff()).isFalse();
        assertThat(options.problems()).isEmpty();
    }

    @Test
    void goesByTheWorkloadBeforeTheNamespace() {
        GateOptions options =
                GateOptions.of(
                        Map.of("slipway.dev/guard", "strict"),
                        Map.of("slipway.dev/guard", "off", "slipway.dev/guard-shares", "20,40"));

        assertThat(options.guard().strictness()).isEqualTo(Strictness.STRICT);
        assertThat(options.shares()).containsExactly(20, 40);
        assertThat(options.first()).isEqualTo(20);
        assertThat(options.after(20)).isEqualTo(40);
        assertThat(options.after(40)).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5,5", "50,25", "0", "101", "a", "5,,25", "-5", "99999999999"})
    void saysWhichSharesItDoesNotUnderstand(String shares) {
        GateOptions options = GateOptions.of(Map.of("slipway.dev/guard-shares", shares), Map.of());

        assertThat(options.shares()).containsExactly(5, 25, 50);
        assertThat(options.problems()).hasSize(1);
    }

    @Test
    void letsNothingThroughByALimitThatNobodyUnderstands() {
        GateOptions options =
                GateOptions.of(Map.of("slipway.dev/release-limit", "a quarter"), Map.of());

        assertThat(options.limit()).isZero();
        assertThat(options.problems()).hasSize(1);
    }
}
