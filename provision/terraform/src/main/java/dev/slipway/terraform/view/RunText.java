package dev.slipway.terraform.view;

import static java.util.Objects.requireNonNull;

import dev.slipway.terraform.event.RunEvent;
import dev.slipway.terraform.event.RunListener;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.Plan;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells what goes on, line by line, and counts it for the summary at the end. Safe for many
/// threads: lines come one at a time and whole.
public final class RunText implements RunListener {
    private final Consumer<String> out;
    private final boolean colour;
    private final Object lock = new Object();

    /// Guarded by the lock, as the other counts are.
    private int added;

    private int changed;
    private int destroyed;
    private int failed;

    /// Gives each line, without its end, to `out`.
    public RunText(Consumer<String> out, boolean colour) {
        this.out = requireNonNull(out, "out");
        this.colour = colour;
    }

    @Override
    public void on(RunEvent event) {
        String said = said(event);
        synchronized (lock) {
            count(event);
            if (!said.isEmpty()) {
                out.accept(said);
            }
        }
    }

    private void count(RunEvent event) {
        if (event instanceof RunEvent.ApplyFailed) {
            failed++;
        } else if (event instanceof RunEvent.ApplyDone done) {
            Action action = done.action();
            added += action == Action.CREATE || action.isReplace() ? 1 : 0;
            changed += action == Action.UPDATE ? 1 : 0;
            destroyed += action == Action.DELETE || action.isReplace() ? 1 : 0;
        }
    }

    private String said(RunEvent event) {
        return switch (event) {
            case RunEvent.RefreshStarted(var address, var id) ->
                    line(address, "Refreshing state..." + id(id));
            case RunEvent.RefreshDone _ -> "";
            case RunEvent.ApplyStarted(var address, var action, var deposed, var id) ->
                    line(
                            address + (deposed == null ? "" : " (deposed object " + deposed + ")"),
                            doing(action) + "..." + id(id));
            case RunEvent.ApplyProgress(var address, var action, var elapsed, var id) ->
                    line(
                            address,
                            "Still "
                                    + doing(action).toLowerCase(java.util.Locale.ROOT)
                                    + "... ["
                                    + (id == null ? "" : known(id) + ", ")
                                    + Elapsed.text(elapsed)
                                    + " elapsed]");
            case RunEvent.ApplyDone(var address, var action, var elapsed, var id) ->
                    line(
                            address,
                            done(action)
                                    + " complete after "
                                    + Elapsed.text(elapsed)
                                    + (action == Action.DELETE ? "" : id(id)));
            case RunEvent.ApplyFailed _ -> "";
            case RunEvent.ProvisionStarted(var address, var provisioner) ->
                    line(address, "Provisioning with '" + provisioner + "'...");
            case RunEvent.ProvisionOutput(var address, var provisioner, var output) ->
                    Style.BOLD.on(address + " (" + provisioner + "):", colour)
                            + " "
                            + Lines.harmless(output);
            case RunEvent.ProvisionDone _ -> "";
            case RunEvent.ProvisionFailed _ -> "";
            case RunEvent.EphemeralStarted(var address, var action) ->
                    line(address, opening(action) + "...");
            case RunEvent.EphemeralDone(var address, var action, var elapsed) ->
                    line(address, opening(action) + " complete after " + Elapsed.text(elapsed));
        };
    }

    private String line(Object address, String text) {
        return Style.BOLD.on(address + ": " + text, colour);
    }

    private static String id(RunEvent.@Nullable Id id) {
        return id == null ? "" : " [" + known(id) + "]";
    }

    private static String known(RunEvent.Id id) {
        return id.attribute() + "=" + Lines.harmless(id.value());
    }

    private static String doing(Action action) {
        return switch (action) {
            case NOOP, FORGET -> "Forgetting";
            case CREATE -> "Creating";
            case READ -> "Reading";
            case UPDATE -> "Modifying";
            case DELETE -> "Destroying";
            case DELETE_THEN_CREATE, CREATE_THEN_DELETE -> "Replacing";
        };
    }

    private static String done(Action action) {
        return switch (action) {
            case NOOP, FORGET -> "Forgetting";
            case CREATE -> "Creation";
            case READ -> "Read";
            case UPDATE -> "Modifications";
            case DELETE -> "Destruction";
            case DELETE_THEN_CREATE, CREATE_THEN_DELETE -> "Replacement";
        };
    }

    private static String opening(RunEvent.EphemeralAction action) {
        return switch (action) {
            case OPEN -> "Opening";
            case RENEW -> "Renewing";
            case CLOSE -> "Closing";
        };
    }

    /// What was done altogether; `imported` is how many objects were.
    public String summary(Plan.Mode mode, int imported, boolean complete) {
        synchronized (lock) {
            String counts =
                    mode == Plan.Mode.DESTROY && added == 0 && changed == 0
                            ? destroyed + " destroyed."
                            : (imported == 0 ? "" : imported + " imported, ")
                                    + added
                                    + " added, "
                                    + changed
                                    + " changed, "
                                    + destroyed
                                    + " destroyed.";
            String what = mode == Plan.Mode.DESTROY ? "Destroy" : "Apply";
            if (complete) {
                String line = what + " complete! Resources: " + counts;
                return Style.BOLD_GREEN.on(line, colour);
            }
            String failures = failed == 0 ? "" : " Failed: " + failed + ".";
            String line = what + " incomplete. Resources: " + counts + failures;
            return Style.BOLD_RED.on(line, colour);
        }
    }
}
