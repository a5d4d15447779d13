package dev.slipway.terraform.mock;

import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.Answer;
import dev.slipway.provider.PrivateData;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderDiagnostic;
import dev.slipway.provider.RawState;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.ProviderSchema;
import dev.slipway.provider.schema.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plays one object of a provider: what the configuration says is so, and what the provider would
/// compute is made up. The real provider only tells its schema and checks configurations, for which
/// it need not be configured. Safe for many threads.
final class MockedProvider implements Provider {
    private final Provider real;
    private final Part part;

    /// What an object is made from: values that were said, and where, and what makes up the others.
    record Part(Value said, String place, boolean duringPlan, MadeUp madeUp) {}

    MockedProvider(Provider real, Part part) {
        this.real = real;
        this.part = part;
    }

    private Answer<Value> computed(Block schema, Value object) {
        SaidValues said = new SaidValues(part.said(), part.place(), part.madeUp());
        Value value = ComputedParts.compute(schema, object, said);
        return new Answer<>(value, said.problems());
    }

    private static Value promised(Block schema, Value object) {
        return ComputedParts.compute(schema, object, (_, type) -> Value.unknown(type));
    }

    private Block resource(String type) {
        return block(real.schema().resource(type), type);
    }

    private static Block block(@Nullable Schema schema, String type) {
        if (schema == null) {
            throw new IllegalArgumentException("type: " + type + " (expected: one of the schema)");
        }
        return schema.block();
    }

    @Override
    public ProviderSchema schema() {
        return real.schema();
    }

    @Override
    public Answer<Value> validateProviderConfig(Value config) {
        return Answer.of(config);
    }

    @Override
    public List<ProviderDiagnostic> validateResourceConfig(String type, Value config) {
        return real.validateResourceConfig(type, config);
    }

    @Override
    public List<ProviderDiagnostic> validateDataSourceConfig(String type, Value config) {
        return real.validateDataSourceConfig(type, config);
    }

    @Override
    public List<ProviderDiagnostic> validateEphemeralResourceConfig(String type, Value config) {
        return List.of(
                ProviderDiagnostic.error(
                        "No ephemeral resource types in mock providers",
                        "The provider mocking mechanism does not yet support ephemeral resource"
                                + " types.",
                        ValuePath.ROOT));
    }

    @Override
    public List<ProviderDiagnostic> configure(Value config) {
        return List.of();
    }

    @Override
    public Answer<Value> upgradeResourceState(String type, long version, RawState state) {
        return real.upgradeResourceState(type, version, state);
    }

    @Override
    public Answer<Value> upgradeResourceIdentity(String type, long version, byte[] json) {
        return real.upgradeResourceIdentity(type, version, json);
    }

    @Override
    public Answer<Resource> readResource(String type, Resource kept, Value providerMeta) {
        return Answer.of(kept);
    }

    /// What is there already keeps what was computed for it.
    @Override
    public Answer<Planned> planResourceChange(String type, PlanRequest request) {
        Value proposed = request.proposed();
        if (proposed.isNull() || !request.prior().isNull()) {
            return Answer.of(planned(proposed, request));
        }
        if (!part.duringPlan()) {
            return Answer.of(planned(promised(resource(type), proposed), request));
        }
        Answer<Value> computed = computed(resource(type), proposed);
        return new Answer<>(planned(computed.value(), request), computed.diagnostics());
    }

    private static Planned planned(Value value, PlanRequest request) {
        return new Planned(value, List.of(), request.priorPrivate(), null, false);
    }

    @Override
    public Answer<Applied> applyResourceChange(String type, ApplyRequest request) {
        Value planned = request.planned();
        if (planned.isNull() || !request.prior().isNull()) {
            return Answer.of(new Applied(planned, request.plannedPrivate(), null, false));
        }
        Answer<Value> computed = computed(resource(type), planned);
        return new Answer<>(
                new Applied(computed.value(), request.plannedPrivate(), null, false),
                computed.diagnostics());
    }

    @Override
    public Answer<List<Imported>> importResourceState(String type, String id) {
        return new Answer<>(
                List.of(),
                List.of(
                        ProviderDiagnostic.error(
                                "Invalid import request",
                                "Cannot import resources from mock providers. Use an"
                                        + " `override_resource` block to targeting the specific"
                                        + " resource being imported instead.",
                                ValuePath.ROOT)));
    }

    @Override
    public Answer<Resource> moveResourceState(String targetType, MoveRequest request) {
        return new Answer<>(
                new Resource(Value.nullOf(resource(targetType).type()), PrivateData.NONE, null),
                List.of(
                        ProviderDiagnostic.error(
                                "Not possible with mocks",
                                "A "
                                        + request.sourceType()
                                        + " cannot become a "
                                        + targetType
                                        + " that is only played.",
                                ValuePath.ROOT)));
    }

    @Override
    public Answer<Value> readDataSource(String type, Value config, Value providerMeta) {
        return computed(block(real.schema().dataSource(type), type), config);
    }

    @Override
    public Answer<Opened> openEphemeralResource(String type, Value config) {
        throw new IllegalStateException("Ephemeral resources are refused when they are checked");
    }

    @Override
    public Answer<Renewed> renewEphemeralResource(String type, PrivateData privateData) {
        throw new IllegalStateException("Ephemeral resources are refused when they are checked");
    }

    @Override
    public List<ProviderDiagnostic> closeEphemeralResource(String type, PrivateData privateData) {
        throw new IllegalStateException("Ephemeral resources are refused when they are checked");
    }

    @Override
    public Value callFunction(String name, List<Value> arguments) throws FunctionFailure {
        return real.callFunction(name, arguments);
    }

    /// What is played is over at once.
    @Override
    public void stop() {}

    @Override
    public void close() {}
}
