package dev.slipway.terraform.event;

import dev.slipway.state.address.InstanceAddress;
import dev.slipway.terraform.plan.Action;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Something that began, went on or ended. `id` is by what the object is known, as `[id=vpc-1]`
/// shows it: attribute and value, `null` where there is none yet.
public sealed interface RunEvent {
    InstanceAddress address();

    /// An attribute that names an object to people.
    record Id(String attribute, String value) {}

    /// The object is read anew.
    record RefreshStarted(InstanceAddress address, @Nullable Id id) implements RunEvent {}

    record RefreshDone(InstanceAddress address, @Nullable Id id) implements RunEvent {}

    /// A remote object is taken over; `id` is what its provider knows it by.
    record Importing(InstanceAddress address, ImportStep step, String id) implements RunEvent {}

    /// `PREPARE` looks at the object while planning, the others take it into the state.
    enum ImportStep {
        PREPARE,
        BEGIN,
        DONE
    }

    /// An action on the object, or a data source read. `deposed` is its deposed key, if any.
    record ApplyStarted(
            InstanceAddress address, Action action, @Nullable String deposed, @Nullable Id id)
            implements RunEvent {}

    /// It is still going on; told every ten seconds.
    record ApplyProgress(InstanceAddress address, Action action, Duration elapsed, @Nullable Id id)
            implements RunEvent {}

    record ApplyDone(InstanceAddress address, Action action, Duration elapsed, @Nullable Id id)
            implements RunEvent {}

    record ApplyFailed(InstanceAddress address, Action action, Duration elapsed)
            implements RunEvent {}

    record ProvisionStarted(InstanceAddress address, String provisioner) implements RunEvent {}

    /// A line that the provisioner wrote.
    record ProvisionOutput(InstanceAddress address, String provisioner, String line)
            implements RunEvent {}

    record ProvisionDone(InstanceAddress address, String provisioner) implements RunEvent {}

    record ProvisionFailed(InstanceAddress address, String provisioner) implements RunEvent {}

    /// An ephemeral resource is opened, renewed or closed.
    record EphemeralStarted(InstanceAddress address, EphemeralAction action) implements RunEvent {}

    record EphemeralDone(InstanceAddress address, EphemeralAction action, Duration elapsed)
            implements RunEvent {}

    /// What happens to an ephemeral resource.
    enum EphemeralAction {
        OPEN,
        RENEW,
        CLOSE
    }
}
