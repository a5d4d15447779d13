package dev.slipway.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.evidence.Guard.Strictness;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GuardTest {
    @Test
    void needsNoConfiguration() {
        assertThat(Guard.DEFAULT.strictness()).isEqualTo(Strictness.NORMAL);
        assertThat(Guard.DEFAULT.strictness().alpha()).isEqualTo(.01);
        assertThat(Guard.DEFAULT.tolerance()).isEqualTo(.0005);
        assertThat(Guard.DEFAULT.pausesIfUndecided()).isFalse();
        assertThat(Guard.DEFAULT.watch()).isEqualTo(Duration.ofMinutes(5));
        assertThat(Guard.DEFAULT.problems()).isEmpty();
    }

    @Test
    void readsEveryAnnotation() {
        Guard guard =
                Guard.of(
                        Map.of(
                                "slipway.dev/guard", "Strict",
                                "slipway.dev/guard-tolerance", "0.5%",
                                "slipway.dev/guard-undecided", "pause",
                                "slipway.dev/guard-watch", "10m"));
        assertThat(guard.strictness()).isEqualTo(Strictness.STRICT);
        assertThat(guard.tolerance()).isEqualTo(.005);
        assertThat(guard.pausesIfUndecided()).isTrue();
        assertThat(guard.watch()).isEqualTo(Duration.ofMinutes(10));
        assertThat(guard.problems()).isEmpty();
    }

    @Test
    void theWorkloadsAnnotationGoesBeforeItsNamespaces() {
        Map<String, String> namespace =
                Map.of("slipway.dev/guard", "off", "slipway.dev/guard-watch", "1h");
        assertThat(Guard.of(Map.of(), namespace).strictness()).isEqualTo(Strictness.OFF);
        Guard both = Guard.of(Map.of("slipway.dev/guard", "normal"), namespace);
        assertThat(both.strictness()).isEqualTo(Strictness.NORMAL);
        assertThat(both.watch()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void whatItDoesNotUnderstandIsSaidAndDefaultsHold() {
        Guard guard =
                Guard.of(
                        Map.of(
                                "slipway.dev/guard", "paranoid",
                                "slipway.dev/guard-tolerance", "60%",
                                "slipway.dev/guard-undecided", "perhaps",
                                "slipway.dev/guard-watch", "25h"));
        assertThat(guard)
                .usingRecursiveComparison()
                .ignoringFields("problems")
                .isEqualTo(Guard.DEFAULT);
        assertThat(guard.problems())
                .containsExactly(
                        "slipway.dev/guard: paranoid (expected: off, relaxed, normal or strict;"
                                + " used: normal)",
                        "slipway.dev/guard-tolerance: 60% (expected: 0%-50%, as 0.5%; used: 0.05%)",
                        "slipway.dev/guard-undecided: perhaps (expected: pause or proceed; used:"
                                + " proceed)",
                        "slipway.dev/guard-watch: 25h (expected: up to 24h, as 90s, 10m or 1h; 0s:"
                                + " not at all; used: 5m)");
    }
}
