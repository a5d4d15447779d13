package dev.slipway.provider.client;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.provider.Answer;
import dev.slipway.provider.PrivateData;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderDiagnostic;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.RawState;
import dev.slipway.provider.process.Connection;
import dev.slipway.provider.schema.FunctionSignature;
import dev.slipway.provider.schema.ProviderSchema;
import dev.slipway.provider.wire.Call;
import dev.slipway.provider.wire.DynamicValues;
import dev.slipway.provider.wire.Message;
import dev.slipway.provider.wire.MessageWriter;
import dev.slipway.provider.wire.RawStates;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A provider that is called over a connection, which it owns. Safe for many threads; calls are
/// made side by side.
public final class RemoteProvider implements Provider {
    /// The version of Terraform whose language is spoken; some providers look at it.
    public static final String TERRAFORM_VERSION = "1.11.4";

    private static final int WRITE_ONLY_ATTRIBUTES_ALLOWED = 2;

    private final String name;
    private final Calls calls;
    private final ProviderSchema schema;
    private final Types types;
    private final GoodConfigs goodConfigs;

    /// @param name what messages call the provider
    /// @param schema that of exactly this provider
    /// @param goodConfigs those of exactly this provider, which it is not asked about again
    public RemoteProvider(
            String name, Connection connection, ProviderSchema schema, GoodConfigs goodConfigs) {
        this.goodConfigs = goodConfigs;
        this.name = name;
        this.calls = new Calls(name, connection);
        this.schema = schema;
        this.types = new Types(name, schema);
    }

    /// Whether it can still be called.
    public boolean isAlive() {
        return calls.connection().isAlive();
    }

    @Override
    public ProviderSchema schema() {
        return schema;
    }

    /// In protocol 6 the configuration stays as it is.
    @Override
    public Answer<Value> validateProviderConfig(Value config) {
        Type type = types.provider();
        if (goodConfigs.contains(config, type)) {
            return Answer.of(config);
        }
        Answer<Value> answer =
                calls.make(
                        Call.VALIDATE_PROVIDER,
                        "",
                        new MessageWriter().message(1, DynamicValues.write(config, type)),
                        message ->
                                message.has(1)
                                        ? Answers.value(message, type, 2)
                                        : new Answer<>(config, Answers.diagnostics(message, 2)));
        if (config.isWhollyKnown() && answer.equals(Answer.of(config))) {
            goodConfigs.add(config, type);
        }
        return answer;
    }

    @Override
    public List<ProviderDiagnostic> validateResourceConfig(String type, Value config) {
        MessageWriter request =
                request(type, config, types.resource(type)).message(3, capabilities());
        return calls.make(Call.VALIDATE_RESOURCE, type, request, RemoteProvider::diagnostics);
    }

    @Override
    public List<ProviderDiagnostic> validateDataSourceConfig(String type, Value config) {
        MessageWriter request = request(type, config, types.dataSource(type));
        return calls.make(Call.VALIDATE_DATA_SOURCE, type, request, RemoteProvider::diagnostics);
    }

    @Override
    public List<ProviderDiagnostic> validateEphemeralResourceConfig(String type, Value config) {
        MessageWriter request = request(type, config, types.ephemeralResource(type));
        return calls.make(Call.VALIDATE_EPHEMERAL, type, request, RemoteProvider::diagnostics);
    }

    @Override
    public List<ProviderDiagnostic> configure(Value config) {
        MessageWriter request =
                new MessageWriter()
                        .text(1, TERRAFORM_VERSION)
                        .message(2, DynamicValues.write(config, types.provider()))
                        .message(3, capabilities());
        return calls.make(Call.CONFIGURE, "", request, RemoteProvider::diagnostics);
    }

    @Override
    public Answer<Value> upgradeResourceState(String type, long version, RawState state) {
        MessageWriter request =
                new MessageWriter()
                        .text(1, type)
                        .number(2, version)
                        .message(3, RawStates.write(state));
        Type valueType = types.resource(type);
        return calls.make(
                Call.UPGRADE_STATE, type, request, each -> Answers.value(each, valueType, 2));
    }

    @Override
    public Answer<Value> upgradeResourceIdentity(String type, long version, byte[] json) {
        Type identityType = types.identity(type);
        if (identityType == null) {
            throw new ProviderException(
                    "Provider " + name + " has no identity for resources of type " + type);
        }
        MessageWriter request =
                new MessageWriter()
                        .text(1, type)
                        .number(2, version)
                        .message(3, RawStates.write(new RawState.Json(json)));
        return calls.make(
                Call.UPGRADE_IDENTITY,
                type,
                request,
                each -> Answers.upgradedIdentity(each, identityType));
    }

    @Override
    public Answer<Resource> readResource(String type, Resource kept, Value providerMeta) {
        Type valueType = types.resource(type);
        Type identityType = types.identity(type);
        MessageWriter request =
                new MessageWriter()
                        .text(1, type)
                        .message(2, DynamicValues.write(kept.value(), valueType))
                        .bytes(3, kept.privateData().bytes())
                        .message(5, capabilities());
        meta(request, 4, providerMeta);
        identity(request, 6, kept.identity(), identityType);
        return calls.make(
                Call.READ, type, request, each -> Answers.read(each, valueType, identityType));
    }

    @Override
    public Answer<Planned> planResourceChange(String type, PlanRequest plan) {
        Type valueType = types.resource(type);
        Type identityType = types.identity(type);
        MessageWriter request =
                new MessageWriter()
                        .text(1, type)
                        .message(2, DynamicValues.write(plan.prior(), valueType))
                        .message(3, DynamicValues.write(plan.proposed(), valueType))
                        .message(4, DynamicValues.write(plan.config(), valueType))
                        .bytes(5, plan.priorPrivate().bytes())
                        .message(7, capabilities());
        meta(request, 6, plan.providerMeta());
        identity(request, 8, plan.priorIdentity(), identityType);
        return calls.make(
                Call.PLAN, type, request, each -> Answers.planned(each, valueType, identityType));
    }

    @Override
    public Answer<Applied> applyResourceChange(String type, ApplyRequest apply) {
        Type valueType = types.resource(type);
        Type identityType = types.identity(type);
        MessageWriter request =
                new MessageWriter()
                        .text(1, type)
                        .message(2, DynamicValues.write(apply.prior(), valueType))
                        .message(3, DynamicValues.write(apply.planned(), valueType))
                        .message(4, DynamicValues.write(apply.config(), valueType))
                        .bytes(5, apply.plannedPrivate().bytes());
        meta(request, 6, apply.providerMeta());
        identity(request, 7, apply.plannedIdentity(), identityType);
        return calls.make(
                Call.APPLY, type, request, each -> Answers.applied(each, valueType, identityType));
    }

    @Override
    public Answer<List<Imported>> importResourceState(String type, String id) {
        types.resource(type);
        MessageWriter request =
                new MessageWriter().text(1, type).text(2, id).message(3, capabilities());
        return calls.make(Call.IMPORT, type, request, each -> Answers.imported(each, types));
    }

    @Override
    public Answer<List<Imported>> importByIdentity(String type, Value identity) {
        types.resource(type);
        MessageWriter request = new MessageWriter().text(1, type).message(3, capabilities());
        identity(request, 4, identity, types.identity(type));
        return calls.make(Call.IMPORT, type, request, each -> Answers.imported(each, types));
    }

    @Override
    public Answer<Resource> moveResourceState(String targetType, MoveRequest move) {
        Type valueType = types.resource(targetType);
        Type identityType = types.identity(targetType);
        MessageWriter request =
                new MessageWriter()
                        .text(1, move.sourceProvider().toString())
                        .text(2, move.sourceType())
                        .number(3, move.sourceVersion())
                        .message(4, RawStates.write(move.sourceState()))
                        .text(5, targetType)
                        .bytes(6, move.sourcePrivate().bytes());
        return calls.make(
                Call.MOVE,
                targetType,
                request,
                each -> Answers.moved(each, valueType, identityType));
    }

    @Override
    public Answer<Value> readDataSource(String type, Value config, Value providerMeta) {
        Type valueType = types.dataSource(type);
        MessageWriter request = request(type, config, valueType).message(4, capabilities());
        meta(request, 3, providerMeta);
        return calls.make(
                Call.READ_DATA_SOURCE, type, request, each -> Answers.value(each, valueType, 2));
    }

    @Override
    public Answer<Opened> openEphemeralResource(String type, Value config) {
        Type valueType = types.ephemeralResource(type);
        MessageWriter request = request(type, config, valueType).message(3, capabilities());
        return calls.make(
                Call.OPEN_EPHEMERAL, type, request, each -> Answers.opened(each, valueType));
    }

    @Override
    public Answer<Renewed> renewEphemeralResource(String type, PrivateData privateData) {
        MessageWriter request = new MessageWriter().text(1, type).bytes(2, privateData.bytes());
        return calls.make(Call.RENEW_EPHEMERAL, type, request, Answers::renewed);
    }

    @Override
    public List<ProviderDiagnostic> closeEphemeralResource(String type, PrivateData privateData) {
        MessageWriter request = new MessageWriter().text(1, type).bytes(2, privateData.bytes());
        return calls.make(Call.CLOSE_EPHEMERAL, type, request, RemoteProvider::diagnostics);
    }

    @Override
    public Value callFunction(String function, List<Value> arguments) throws FunctionFailure {
        FunctionSignature signature = types.function(function);
        MessageWriter request = new MessageWriter().text(1, function);
        for (int i = 0; i < arguments.size(); i++) {
            request.message(
                    2,
                    DynamicValues.write(arguments.get(i), parameterType(signature, i, function)));
        }
        Called called =
                calls.make(
                        Call.CALL_FUNCTION,
                        function,
                        request,
                        each ->
                                new Called(
                                        DynamicValues.read(each.message(1), signature.result()),
                                        failure(each.message(2))));
        if (called.failure() != null) {
            throw called.failure();
        }
        return called.result();
    }

    private record Called(Value result, @Nullable FunctionFailure failure) {}

    private static @Nullable FunctionFailure failure(@Nullable Message message) {
        return message == null
                ? null
                : new FunctionFailure(
                        message.text(1), message.has(2) ? (int) message.number(2) : null);
    }

    private Type parameterType(FunctionSignature signature, int index, String function) {
        List<FunctionSignature.Parameter> parameters = signature.parameters();
        if (index < parameters.size()) {
            return parameters.get(index).type();
        }
        FunctionSignature.Parameter variadic = signature.variadic();
        if (variadic == null) {
            throw new ProviderException(
                    "Provider "
                            + name
                            + ": function "
                            + function
                            + " takes "
                            + parameters.size()
                            + " arguments, not "
                            + (index + 1));
        }
        return variadic.type();
    }

    @Override
    public void stop() {
        Thread.ofVirtual()
                .name("provider-stop-" + name)
                .start(() -> {
                    try {
                        calls.bytes(Call.STOP, "", new byte[0]);
                    } catch (ProviderException _) {
                        // Whoever waits for the calls under way learns of it.
                    }
                });
    }

    @Override
    public void close() {
        calls.connection().close();
    }

    private static List<ProviderDiagnostic> diagnostics(Message message) {
        return Answers.diagnostics(message, 1);
    }

    private static MessageWriter request(String type, Value config, Type valueType) {
        return new MessageWriter().text(1, type).message(2, DynamicValues.write(config, valueType));
    }

    /// Providers without a schema for it are told nothing.
    private void meta(MessageWriter request, int field, Value meta) {
        if (schema.providerMeta() != null) {
            Type type = types.providerMeta();
            request.message(
                    field, DynamicValues.write(meta.isNull() ? Value.nullOf(type) : meta, type));
        }
    }

    private static void identity(
            MessageWriter request, int field, @Nullable Value identity, @Nullable Type type) {
        if (identity != null && type != null) {
            request.message(
                    field, new MessageWriter().message(1, DynamicValues.write(identity, type)));
        }
    }

    private static MessageWriter capabilities() {
        return new MessageWriter().flag(WRITE_ONLY_ATTRIBUTES_ALLOWED, true);
    }
}
