package dev.slipway.terraform.view;

import dev.slipway.terraform.event.RunEvent;
import dev.slipway.terraform.event.RunTally;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.Plan;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What is said of things that happen during a run. Stateless.
public final class RunWords {
    private RunWords() {}

    /// The event, beginning with the address of what it happens to.
    public static String line(RunEvent event) {
        return switch (event) {
            case RunEvent.RefreshStarted(var address, var id) ->
                    address + ": Refreshing state..." + id(id);
            case RunEvent.RefreshDone(var address, var id) ->
                    address + ": Refresh complete" + id(id);
            case RunEvent.Importing(var address, var step, var id) ->
                    address + ": " + importing(step) + " [id=" + Lines.harmless(id) + "]";
            case RunEvent.ApplyStarted(var address, var action, var deposed, var id) ->
                    address
                            + (deposed == null ? "" : " (deposed object " + deposed + ")")
                            + ": "
                            + doing(action)
                            + "..."
                            + id(id);
            case RunEvent.ApplyProgress(var address, var action, var elapsed, var id) ->
                    address
                            + ": Still "
                            + doing(action).toLowerCase(Locale.ROOT)
                            + "... ["
                            + (id == null ? "" : known(id) + ", ")
                            + Elapsed.text(elapsed)
                            + " elapsed]";
            case RunEvent.ApplyDone(var address, var action, var elapsed, var id) ->
                    address
                            + ": "
                            + done(action)
                            + " complete after "
                            + Elapsed.text(elapsed)
                            + (action == Action.DELETE ? "" : id(id));
            case RunEvent.ApplyFailed(var address, var action, var elapsed) ->
                    address + ": " + done(action) + " errored after " + Elapsed.text(elapsed);
            case RunEvent.ProvisionStarted(var address, var provisioner) ->
                    address + ": Provisioning with '" + provisioner + "'...";
            case RunEvent.ProvisionOutput(var address, var provisioner, var output) ->
                    address + " (" + provisioner + "): " + Lines.harmless(output);
            case RunEvent.ProvisionDone(var address, var provisioner) ->
                    address + ": (" + provisioner + ") Provisioning complete";
            case RunEvent.ProvisionFailed(var address, var provisioner) ->
                    address + ": (" + provisioner + ") Provisioning errored";
            case RunEvent.EphemeralStarted(var address, var action) ->
                    address + ": " + opening(action) + "...";
            case RunEvent.EphemeralDone(var address, var action, var elapsed) ->
                    address + ": " + opening(action) + " complete after " + Elapsed.text(elapsed);
        };
    }

    private static String importing(RunEvent.ImportStep step) {
        return switch (step) {
            case PREPARE -> "Preparing import...";
            case BEGIN -> "Importing...";
            case DONE -> "Import complete";
        };
    }

    /// Whether people are told; the others are for machines.
    static boolean isForPeople(RunEvent event) {
        return switch (event) {
            case RunEvent.RefreshDone _,
                    RunEvent.ApplyFailed _,
                    RunEvent.ProvisionDone _,
                    RunEvent.ProvisionFailed _ ->
                    false;
            case RunEvent.RefreshStarted _,
                    RunEvent.Importing _,
                    RunEvent.ApplyStarted _,
                    RunEvent.ApplyProgress _,
                    RunEvent.ApplyDone _,
                    RunEvent.ProvisionStarted _,
                    RunEvent.ProvisionOutput _,
                    RunEvent.EphemeralStarted _,
                    RunEvent.EphemeralDone _ ->
                    true;
        };
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
    public static String summary(
            Plan.Mode mode, RunTally.Counts counts, int imported, boolean complete) {
        boolean destroys = mode == Plan.Mode.DESTROY;
        StringBuilder text = new StringBuilder(destroys ? "Destroy" : "Apply");
        text.append(complete ? " complete! " : " incomplete. ").append("Resources: ");
        if (!destroys || counts.added() > 0 || counts.changed() > 0) {
            text.append(imported == 0 ? "" : imported + " imported, ");
            text.append(counts.added()).append(" added, ");
            text.append(counts.changed()).append(" changed, ");
        }
        text.append(counts.destroyed()).append(" destroyed.");
        if (!complete && counts.failed() > 0) {
            text.append(" Failed: ").append(counts.failed()).append('.');
        }
        return text.toString();
    }
}
