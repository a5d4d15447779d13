package dev.slipway.terraform.plan;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.json.JsonText;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.PrivateData;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.ProviderAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is planned for one object. `previousAddress` differs from `address` if it was moved;
/// `deposed` is the key of an object that was replaced earlier and is still to be destroyed.
public record ResourceChange(
        InstanceAddress address,
        InstanceAddress previousAddress,
        @Nullable String deposed,
        ProviderAddress provider,
        Change change,
        ActionReason reason,
        Details details) {
    /// What else goes with it. `because` says in words for people which inputs changed and so made
    /// the change happen.
    public record Details(
            PrivateData plannedPrivate,
            List<ValuePath> requiresReplace,
            @Nullable Importing importing,
            @Nullable String generatedConfig,
            List<String> because) {
        public static final Details NONE =
                new Details(PrivateData.NONE, List.of(), null, null, List.of());

        public static Details because(List<String> because) {
            return new Details(PrivateData.NONE, List.of(), null, null, because);
        }

        public Details {
            requireNonNull(plannedPrivate, "plannedPrivate");
            requiresReplace = List.copyOf(requiresReplace);
            because = List.copyOf(because);
        }
    }

    /// By what an object is imported: its id or its identity, an object of the identity schema.
    /// Both are `null` while it is not known.
    public record Importing(@Nullable String id, @Nullable Value identity) {
        public static Importing of(String id) {
            return new Importing(id, null);
        }

        public static Importing of(Value identity) {
            return new Importing(null, identity);
        }

        /// For people; `null` while it is not known.
        public @Nullable String text() {
            return identity == null ? id : JsonText.of(identity);
        }
    }

    public ResourceChange {
        requireNonNull(address, "address");
        requireNonNull(previousAddress, "previousAddress");
        requireNonNull(provider, "provider");
        requireNonNull(change, "change");
        requireNonNull(reason, "reason");
        requireNonNull(details, "details");
    }

    /// With the configuration that was written for it.
    public ResourceChange withGeneratedConfig(String text) {
        return new ResourceChange(
                address,
                previousAddress,
                deposed,
                provider,
                change,
                reason,
                new Details(
                        details.plannedPrivate(),
                        details.requiresReplace(),
                        details.importing(),
                        text,
                        details.because()));
    }

    public Action action() {
        return change.action();
    }

    public boolean isMoved() {
        return !address.equals(previousAddress);
    }
}
