package dev.slipway.terraform.view;

import static java.util.Objects.requireNonNull;

import dev.slipway.terraform.event.RunEvent;
import dev.slipway.terraform.event.RunListener;
import dev.slipway.terraform.event.RunTally;
import dev.slipway.terraform.plan.Plan;
import java.util.function.Consumer;

/// Tells what goes on, line by line, and counts it for the summary at the end. Safe for many
/// threads: lines come one at a time and whole.
public final class RunText implements RunListener {
    private final Consumer<String> out;
    private final boolean colour;
    private final RunTally tally = new RunTally();
    private final Object lock = new Object();

    /// Gives each line, without its end, to `out`.
    public RunText(Consumer<String> out, boolean colour) {
        this.out = requireNonNull(out, "out");
        this.colour = colour;
    }

    @Override
    public void on(RunEvent event) {
        tally.on(event);
        if (!RunWords.isForPeople(event)) {
            return;
        }
        String line = RunWords.line(event);
        boolean quoted = event instanceof RunEvent.ProvisionOutput;
        String said = quoted ? line : Style.BOLD.on(line, colour);
        synchronized (lock) {
            out.accept(said);
        }
    }

    /// What was done altogether; `imported` is how many objects were.
    public String summary(Plan.Mode mode, int imported, boolean complete) {
        Style style = complete ? Style.BOLD_GREEN : Style.BOLD_RED;
        return style.on(RunWords.summary(mode, tally.counts(), imported, complete), colour);
    }
}
