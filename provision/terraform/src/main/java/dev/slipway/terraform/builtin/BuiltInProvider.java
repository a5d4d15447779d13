package dev.slipway.terraform.builtin;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.Answer;
import dev.slipway.provider.PrivateData;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderDiagnostic;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.RawState;
import dev.slipway.provider.schema.ProviderSchema;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.StateException;
import dev.slipway.terraform.stored.StoredValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// The built-in provider, in this process. `terraform_data` keeps what it is given and is replaced
/// when told to. Safe for many threads if its generator is.
public final class BuiltInProvider implements Provider {
    private static final BuiltInSchema SCHEMA = new BuiltInSchema();
    private static final String REPLACE = "triggers_replace";

    private final RandomGenerator chance;
    private final RemoteStates remoteStates;

    /// Ids are drawn from `chance`.
    public BuiltInProvider(RandomGenerator chance, RemoteStates remoteStates) {
        this.chance = requireNonNull(chance, "chance");
        this.remoteStates = requireNonNull(remoteStates, "remoteStates");
    }

    /// What it says of itself, without having one.
    public static ProviderSchema ofAll() {
        return SCHEMA;
    }

    @Override
    public ProviderSchema schema() {
        return SCHEMA;
    }

    @Override
    public Answer<Value> validateProviderConfig(Value config) {
        return Answer.of(config);
    }

    @Override
    public List<ProviderDiagnostic> validateResourceConfig(String type, Value config) {
        for (String computed : List.of("id", "output")) {
            if (!Values.entries(config).getOrDefault(computed, Values.NULL).isNull()) {
                return List.of(
                        ProviderDiagnostic.error(
                                "\"" + computed + "\" attribute is read-only",
                                "The value is decided by the resource itself.",
                                ValuePath.ROOT.attribute(computed)));
            }
        }
        return List.of();
    }

    @Override
    public List<ProviderDiagnostic> validateDataSourceConfig(String type, Value config) {
        return List.of();
    }

    @Override
    public List<ProviderDiagnostic> validateEphemeralResourceConfig(String type, Value config) {
        throw unknown("ephemeral resource", type);
    }

    @Override
    public List<ProviderDiagnostic> configure(Value config) {
        return List.of();
    }

    @Override
    public Answer<Value> upgradeResourceState(String type, long version, RawState state) {
        Schema schema = SCHEMA.resource(type);
        if (schema == null || !(state instanceof RawState.Json json)) {
            throw unknown("resource", type);
        }
        return Answer.of(StoredValue.read(json, schema.block().type()));
    }

    @Override
    public Answer<Value> upgradeResourceIdentity(String type, long version, byte[] json) {
        throw unknown("identity of", type);
    }

    @Override
    public Answer<Resource> readResource(String type, Resource kept, Value providerMeta) {
        return Answer.of(kept);
    }

    @Override
    public Answer<Planned> planResourceChange(String type, PlanRequest request) {
        if (request.proposed().isNull()) {
            return Answer.of(planned(request.proposed(), List.of(), request));
        }
        Map<String, Value> after = new TreeMap<>(Values.entries(request.proposed()));
        if (request.prior().isNull()) {
            after.put("id", Values.unknownNotNull(Type.Primitive.STRING));
            after.put("output", promised(after));
            return Answer.of(planned(Values.object(after), List.of(), request));
        }
        Map<String, Value> before = Values.entries(request.prior());
        boolean sameInput = same(before, after, "input");
        after.put("output", sameInput ? orNull(before, "output") : promised(after));
        List<ValuePath> replace =
                same(before, after, REPLACE)
                        ? List.of()
                        : List.of(ValuePath.ROOT.attribute(REPLACE));
        return Answer.of(planned(Values.object(after), replace, request));
    }

    private static Planned planned(Value value, List<ValuePath> replace, PlanRequest request) {
        return new Planned(value, replace, request.priorPrivate(), null, false);
    }

    /// What the output will be: something of the input's type, nothing for nothing.
    private static Value promised(Map<String, Value> after) {
        Value input = orNull(after, "input");
        return input.isNull() ? Values.NULL : Value.unknown(input.type());
    }

    private static boolean same(Map<String, Value> one, Map<String, Value> other, String name) {
        return orNull(one, name).equals(orNull(other, name));
    }

    private static Value orNull(Map<String, Value> values, String name) {
        return values.getOrDefault(name, Values.NULL);
    }

    @Override
    public Answer<Applied> applyResourceChange(String type, ApplyRequest request) {
        if (request.planned().isNull()) {
            return Answer.of(new Applied(request.planned(), PrivateData.NONE, null, false));
        }
        Map<String, Value> after = new TreeMap<>(Values.entries(request.planned()));
        if (!orNull(after, "id").isKnown()) {
            after.put("id", Value.of(new UUID(chance.nextLong(), chance.nextLong()).toString()));
        }
        if (!orNull(after, "output").isKnown()) {
            after.put("output", orNull(after, "input"));
        }
        return Answer.of(new Applied(Values.object(after), request.plannedPrivate(), null, false));
    }

    @Override
    public Answer<List<Imported>> importResourceState(String type, String id) {
        Value value =
                Values.object(
                        Map.of(
                                "id",
                                Value.of(id),
                                "input",
                                Values.NULL,
                                "output",
                                Values.NULL,
                                REPLACE,
                                Values.NULL));
        return Answer.of(List.of(new Imported(type, value, PrivateData.NONE, null)));
    }

    /// From `null_resource` of the null provider, whose triggers become what replaces.
    @Override
    public Answer<Resource> moveResourceState(String targetType, MoveRequest request) {
        ProviderSource source = request.sourceProvider();
        boolean official = source.namespace().equals("hashicorp") && source.type().equals("null");
        if (!official) {
            return refused(
                    "Unsupported source provider for move operation",
                    "the official hashicorp/null provider");
        }
        boolean known = request.sourceType().equals("null_resource");
        if (!known || !(request.sourceState() instanceof RawState.Json json)) {
            return refused("Unsupported source resource type for move operation", "null_resource");
        }
        Value old = StoredValue.read(json, Type.Any.DYNAMIC);
        Value triggers = Values.entries(old).getOrDefault("triggers", Values.NULL);
        Value value =
                Values.object(
                        Map.of(
                                "id",
                                Values.entries(old).getOrDefault("id", Values.NULL),
                                "input",
                                Values.NULL,
                                "output",
                                Values.NULL,
                                REPLACE,
                                triggers));
        return Answer.of(new Resource(value, PrivateData.NONE, null));
    }

    private static Answer<Resource> refused(String summary, String possible) {
        return new Answer<>(
                new Resource(Values.NULL, PrivateData.NONE, null),
                List.of(
                        ProviderDiagnostic.error(
                                summary,
                                "Only moving from " + possible + " to terraform_data is supported.",
                                ValuePath.ROOT)));
    }

    @Override
    public Answer<Value> readDataSource(String type, Value config, Value providerMeta) {
        Map<String, Value> values = new TreeMap<>(Values.entries(config));
        Value workspace = orNull(values, "workspace");
        try {
            Value outputs =
                    remoteStates.outputs(
                            Values.text(orNull(values, "backend")),
                            orNull(values, "config"),
                            workspace.isNull() ? "default" : Values.text(workspace));
            Map<String, Value> all = new TreeMap<>();
            Value defaults = orNull(values, "defaults");
            if (!defaults.isNull()) {
                all.putAll(Values.entries(defaults));
            }
            all.putAll(Values.entries(outputs));
            values.put("outputs", Values.object(all));
            return Answer.of(Values.object(values));
        } catch (StateException e) {
            return new Answer<>(
                    config,
                    List.of(
                            ProviderDiagnostic.error(
                                    "Unable to read remote state",
                                    String.valueOf(e.getMessage()),
                                    ValuePath.ROOT)));
        }
    }

    @Override
    public Answer<Opened> openEphemeralResource(String type, Value config) {
        throw unknown("ephemeral resource", type);
    }

    @Override
    public Answer<Renewed> renewEphemeralResource(String type, PrivateData privateData) {
        throw unknown("ephemeral resource", type);
    }

    @Override
    public List<ProviderDiagnostic> closeEphemeralResource(String type, PrivateData privateData) {
        throw unknown("ephemeral resource", type);
    }

    @Override
    public Value callFunction(String name, List<Value> arguments) throws FunctionFailure {
        return LanguageTexts.call(name, arguments.getFirst());
    }

    private static ProviderException unknown(String what, String type) {
        return new ProviderException("The built-in provider has no " + what + " " + type);
    }

    @Override
    public void stop() {
        // Nothing here takes long.
    }

    @Override
    public void close() {
        // There is nothing to give back.
    }
}
