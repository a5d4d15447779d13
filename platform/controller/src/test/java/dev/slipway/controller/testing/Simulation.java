package dev.slipway.controller.testing;

import dev.slipway.controller.Stepwise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/// Runs informers, controllers and the like on the calling thread, in an order drawn from a seed:
/// the same seed gives the same run. Not thread-safe.
public final class Simulation {
    /// More steps than this without rest means that something runs in circles.
    private static final int STEPS_MAX = 2_000_000;

    private final SimulatedTime time;
    private final Random random;
    private final List<Stepwise> parts = new ArrayList<>();

    public Simulation(SimulatedTime time, long seed) {
        this.time = time;
        this.random = new Random(seed);
    }

    public <S extends Stepwise> S add(S part) {
        parts.add(part);
        return part;
    }

    /// A part that stops taking steps, as if its process were killed.
    public void remove(Stepwise part) {
        parts.remove(part);
    }

    /// Steps until no part has anything left to do at this moment.
    public void settle() throws InterruptedException {
        for (int steps = 0; steps < STEPS_MAX; steps++) {
            if (!stepAny()) {
                return;
            }
        }
        throw new IllegalStateException(
                "Still busy after " + STEPS_MAX + " steps at " + time.now());
    }

    /// Moves time on, settling at every moment at which something is due.
    public void advance(Duration duration) throws InterruptedException {
        advanceUntil(() -> false, duration);
        settle();
    }

    /// Moves time on until `condition` holds, at most by `limit`. False if it did not come to hold;
    /// then `limit` has passed.
    public boolean advanceUntil(BooleanSupplier condition, Duration limit)
            throws InterruptedException {
        Instant end = time.now().plus(limit);
        settle();
        while (!condition.getAsBoolean()) {
            Instant next = time.nextDue();
            if (next == null || next.isAfter(end)) {
                time.advanceTo(end);
                return false;
            }
            time.advanceTo(next);
            settle();
        }
        return true;
    }

    /// One step of a random part, or, if it has nothing to do, of the next that has.
    private boolean stepAny() throws InterruptedException {
        int count = parts.size();
        int first = count == 0 ? 0 : random.nextInt(count);
        for (int i = 0; i < count; i++) {
            if (parts.get((first + i) % count).step()) {
                return true;
            }
        }
        return false;
    }
}
