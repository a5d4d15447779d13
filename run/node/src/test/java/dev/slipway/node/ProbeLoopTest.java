package dev.slipway.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.model.Json;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Probe;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Probes in simulated time; results appear on threads of their own, so each step awaits them.
final class ProbeLoopTest {
    private final SimulatedTime time = new SimulatedTime();
    private final AtomicInteger tries = new AtomicInteger();
    private final List<String> verdicts = new CopyOnWriteArrayList<>();
    private volatile boolean healthy;

    @Test
    void countsFailuresOncePerPeriodAndKillsAtTheThreshold() {
        try (ProbeLoop loop = loop("{periodSeconds: 10, failureThreshold: 3}", false)) {
            loop.start();
            assertThat(triesWithin(Duration.ZERO)).isEqualTo(1);
            assertThat(triesWithin(Duration.ofSeconds(9))).isEqualTo(1);
            assertThat(triesWithin(Duration.ofSeconds(1))).isEqualTo(2);
            assertThat(triesWithin(Duration.ofSeconds(10))).isEqualTo(3);

            assertThat(verdicts).containsExactly("UNDECIDED", "UNDECIDED", "FAILS");
        }
    }

    @Test
    void waitsForItsDelayAndItsSuccesses() {
        healthy = true;
        String yaml = "{initialDelaySeconds: 5, periodSeconds: 2, successThreshold: 2}";
        try (ProbeLoop loop = loop(yaml, true)) {
            loop.start();
            assertThat(triesWithin(Duration.ofSeconds(4))).isZero();
            assertThat(triesWithin(Duration.ofSeconds(1))).isEqualTo(1);
            assertThat(triesWithin(Duration.ofSeconds(2))).isEqualTo(2);

            assertThat(verdicts).containsExactly("UNDECIDED", "PASSES");
        }
    }

    @Test
    void looksOftenUntilTheFirstSuccessWithoutCountingFailures() {
        try (ProbeLoop loop = loop("{periodSeconds: 10, failureThreshold: 1}", true)) {
            loop.start();
            assertThat(triesWithin(Duration.ofSeconds(3))).isGreaterThanOrEqualTo(6);
            assertThat(verdicts).isEmpty();

            healthy = true;
            triesWithin(Duration.ofSeconds(1));
            assertThat(verdicts).containsExactly("PASSES");
            int before = tries.get();
            assertThat(triesWithin(Duration.ofSeconds(9)) - before).isLessThanOrEqualTo(1);
        }
    }

    private ProbeLoop loop(String yaml, boolean eager) {
        Probe probe = Json.convert(Yaml.parse(yaml, "test").getFirst().tree(), Probe.class);
        return new ProbeLoop(
                probe,
                eager,
                _ -> {
                    tries.incrementAndGet();
                    return healthy ? ProbeOutcome.SUCCESS : ProbeOutcome.failure("no");
                },
                (verdict, _) -> verdicts.add(verdict.toString()),
                time);
    }

    /// Moves time on and gives the number of tries so far. A try that is due has been scheduled
    /// again once it is over.
    private int triesWithin(Duration duration) {
        var end = time.now().plus(duration);
        Await.until("the next try is scheduled", () -> time.nextDue() != null);
        var due = time.nextDue();
        while (due != null && !due.isAfter(end)) {
            int before = tries.get();
            time.advanceTo(due);
            Await.until("the try is over", () -> tries.get() > before && time.nextDue() != null);
            due = time.nextDue();
        }
        time.advanceTo(end);
        return tries.get();
    }
}
