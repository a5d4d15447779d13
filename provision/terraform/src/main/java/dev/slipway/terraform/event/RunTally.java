package dev.slipway.terraform.event;

import dev.slipway.terraform.plan.Action;

/// Counts what a run did. Safe for many threads.
public final class RunTally implements RunListener {
    /// So many objects were added, changed, destroyed, and failed to be.
    public record Counts(int added, int changed, int destroyed, int failed) {}

    private Counts counts = new Counts(0, 0, 0, 0);

    @Override
    public synchronized void on(RunEvent event) {
        if (event instanceof RunEvent.ApplyFailed) {
            counts = new Counts(counts.added, counts.changed, counts.destroyed, counts.failed + 1);
        } else if (event instanceof RunEvent.ApplyDone done) {
            Action action = done.action();
            boolean replaced = action.isReplace();
            counts =
                    new Counts(
                            counts.added + (replaced || action == Action.CREATE ? 1 : 0),
                            counts.changed + (action == Action.UPDATE ? 1 : 0),
                            counts.destroyed + (replaced || action == Action.DELETE ? 1 : 0),
                            counts.failed);
        }
    }

    public synchronized Counts counts() {
        return counts;
    }
}
