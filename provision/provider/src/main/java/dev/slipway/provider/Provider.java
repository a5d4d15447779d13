package dev.slipway.provider;

import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.schema.ProviderSchema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A provider, whichever version of the protocol it speaks. Values given to it carry no marks and
/// have exactly the type of the schema; values it answers with do too. Identities are objects of
/// the identity schema, or `null` where the provider has none.
///
/// Safe for many threads. Every call may throw [ProviderException] if the provider dies, hangs or
/// breaks the protocol.
public interface Provider extends AutoCloseable {
    ProviderSchema schema();

    /// Checks the `provider` block; the answer is the configuration to configure with.
    Answer<Value> validateProviderConfig(Value config);

    List<ProviderDiagnostic> validateResourceConfig(String type, Value config);

    List<ProviderDiagnostic> validateDataSourceConfig(String type, Value config);

    List<ProviderDiagnostic> validateEphemeralResourceConfig(String type, Value config);

    /// Must precede everything below but upgrades and functions.
    List<ProviderDiagnostic> configure(Value config);

    /// What a state kept, as a value of the current schema.
    Answer<Value> upgradeResourceState(String type, long version, RawState state);

    Answer<Value> upgradeResourceIdentity(String type, long version, byte[] json);

    /// The resource as it is now; a null value if it is gone.
    Answer<Resource> readResource(String type, Resource kept, Value providerMeta);

    Answer<Planned> planResourceChange(String type, PlanRequest request);

    Answer<Applied> applyResourceChange(String type, ApplyRequest request);

    Answer<List<Imported>> importResourceState(String type, String id);

    /// The same by identity, which not all providers have.
    default Answer<List<Imported>> importByIdentity(String type, Value identity) {
        throw new ProviderException(
                "Resources of type " + type + " cannot be imported by identity");
    }

    /// The state of a resource of another type, and maybe another provider, as one of type
    /// `targetType`.
    Answer<Resource> moveResourceState(String targetType, MoveRequest request);

    Answer<Value> readDataSource(String type, Value config, Value providerMeta);

    Answer<Opened> openEphemeralResource(String type, Value config);

    Answer<Renewed> renewEphemeralResource(String type, PrivateData privateData);

    List<ProviderDiagnostic> closeEphemeralResource(String type, PrivateData privateData);

    /// @throws FunctionFailure if the function refuses its arguments
    Value callFunction(String name, List<Value> arguments) throws FunctionFailure;

    /// Asks for what is under way to be ended soon and safely; returns without waiting for it.
    void stop();

    /// Ends the provider, or gives it back to where it came from.
    @Override
    void close();

    /// A resource as read: its value, what the provider keeps beside it, and its identity.
    record Resource(Value value, PrivateData privateData, @Nullable Value identity) {}

    /// `prior` is null when the resource is to be made, `proposed` when it is to be destroyed.
    record PlanRequest(
            Value prior,
            Value proposed,
            Value config,
            PrivateData priorPrivate,
            Value providerMeta,
            @Nullable Value priorIdentity) {}

    /// `legacyTypes` says that the provider is of the old kind that may break some rules.
    record Planned(
            Value planned,
            List<ValuePath> requiresReplace,
            PrivateData plannedPrivate,
            @Nullable Value plannedIdentity,
            boolean legacyTypes) {
        public Planned {
            requiresReplace = List.copyOf(requiresReplace);
        }
    }

    /// `planned` is null when the resource is destroyed.
    record ApplyRequest(
            Value prior,
            Value planned,
            Value config,
            PrivateData plannedPrivate,
            Value providerMeta,
            @Nullable Value plannedIdentity) {}

    /// What is there after applying, even if it failed half-way.
    record Applied(
            Value value, PrivateData privateData, @Nullable Value identity, boolean legacyTypes) {}

    record Imported(String type, Value value, PrivateData privateData, @Nullable Value identity) {}

    record MoveRequest(
            ProviderSource sourceProvider,
            String sourceType,
            long sourceVersion,
            RawState sourceState,
            PrivateData sourcePrivate) {}

    /// An ephemeral resource, to be renewed at `renewAt` if that is not `null`.
    record Opened(Value value, PrivateData privateData, @Nullable Instant renewAt) {}

    record Renewed(PrivateData privateData, @Nullable Instant renewAt) {}

    /// A function's refusal; `argument` is the index of the one at fault, `null` if it is none.
    final class FunctionFailure extends Exception {
        private static final long serialVersionUID = 1L;
        private final @Nullable Integer argument;

        public FunctionFailure(String message, @Nullable Integer argument) {
            super(message);
            this.argument = argument;
        }

        public @Nullable Integer argument() {
            return argument;
        }
    }
}
