package dev.slipway.record;

import dev.slipway.model.kinds.ReleaseRecordStatus.Evidence;
import dev.slipway.model.kinds.ReleaseRecordStatus.Step;
import dev.slipway.record.Sighting.Planned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// The steps of a release as they were taken, brought up to what is seen. Steps that were taken
/// while nobody looked have no beginning. A release that begins anew goes on below its earlier
/// steps. Used by one thread, for one look.
final class StepLog {
    static final int STEPS_MAX = 200;

    private final List<Step> steps;
    private final Instant now;
    private final BiFunction<Instant, Instant, Evidence> evidence;
    private final boolean skips;
    private final List<Step> completed = new ArrayList<>();

    /// `evidence` tells what was known of a time. `skips` says that steps which nobody saw were not
    /// taken: so it is when a version comes back.
    StepLog(
            List<Step> before,
            Instant now,
            boolean skips,
            BiFunction<Instant, Instant, Evidence> evidence) {
        this.skips = skips;
        this.steps = new ArrayList<>(before);
        this.now = now;
        this.evidence = evidence;
    }

    List<Step> steps() {
        int size = steps.size();
        return List.copyOf(steps.subList(Math.max(0, size - STEPS_MAX), size));
    }

    /// Steps that were found done in this look.
    List<Step> completed() {
        return completed;
    }

    /// All steps before `index` are done, and that one is being taken, if there is one.
    void reach(int index, List<Planned> plan) {
        Step last = last();
        boolean goesBack = last != null && (last.index() > index || isDone(last, index));
        if (goesBack && last != null && last.finished() == null) {
            close(last);
        }
        boolean jumps = skips && last != null && last.index() + 1 < index;
        int next = goesBack || last == null ? (goesBack ? index : 0) : last.index() + 1;
        if (last != null && !goesBack && last.finished() == null && last.index() < index) {
            if (jumps) {
                close(last);
            } else {
                complete(last);
            }
        }
        for (int i = skips ? index : next; i < index; i++) {
            complete(begin(i, plan.get(i), null));
        }
        boolean open = !steps.isEmpty() && isOpen(steps.getLast(), index);
        if (index < plan.size() && !open) {
            begin(index, plan.get(index), now);
        }
    }

    /// No step is being taken any more; the one that was did not come to its end.
    void stop() {
        Step last = last();
        if (last != null && last.finished() == null) {
            close(last);
        }
    }

    private static boolean isDone(Step last, int index) {
        return last.index() == index && last.finished() != null;
    }

    private static boolean isOpen(Step last, int index) {
        return last.index() == index && last.finished() == null;
    }

    private @Nullable Step last() {
        return steps.isEmpty() ? null : steps.getLast();
    }

    private Step begin(int index, Planned planned, @Nullable Instant since) {
        Step step = new Step(index, planned.action(), planned.weight(), since, null, null);
        steps.add(step);
        return step;
    }

    private void complete(Step open) {
        completed.add(close(open));
    }

    private Step close(Step open) {
        Instant since = open.started();
        Step closed =
                new Step(
                        open.index(),
                        open.action(),
                        open.weight(),
                        since,
                        now,
                        since == null ? null : evidence.apply(since, now));
        steps.set(steps.size() - 1, closed);
        return closed;
    }
}
