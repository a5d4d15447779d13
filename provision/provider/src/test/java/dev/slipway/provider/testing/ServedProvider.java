package dev.slipway.provider.testing;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.Answer;
import dev.slipway.provider.PrivateData;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.RawState;
import dev.slipway.provider.schema.FunctionSignature;
import dev.slipway.provider.schema.ProviderSchema;
import dev.slipway.provider.schema.Schema;
import dev.slipway.provider.wire.Call;
import dev.slipway.provider.wire.DynamicValues;
import dev.slipway.provider.wire.Message;
import dev.slipway.provider.wire.MessageWriter;
import dev.slipway.provider.wire.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The server's side of the calls: reads requests, asks a [Provider], writes responses. Safe for
/// many threads.
public final class ServedProvider {
    private final Protocol protocol;
    private final Provider provider;
    private final ProviderSchema schema;
    private final Responses responses;

    public ServedProvider(Protocol protocol, Provider provider) {
        this.protocol = protocol;
        this.provider = provider;
        this.schema = provider.schema();
        this.responses = new Responses(schema);
    }

    public byte[] answer(Call call, byte[] bytes) {
        Message request = Message.of(bytes);
        String type = request.text(1);
        return switch (call) {
            case GET_SCHEMA -> new SchemaWriter(protocol).write(schema);
            case GET_IDENTITY_SCHEMAS -> new SchemaWriter(protocol).writeIdentities(schema);
            case VALIDATE_PROVIDER -> validateProvider(request).toByteArray();
            case VALIDATE_RESOURCE ->
                    Responses.diagnostics(
                                    1,
                                    provider.validateResourceConfig(
                                            type, value(request, 2, responses.resource(type))))
                            .toByteArray();
            case VALIDATE_DATA_SOURCE ->
                    Responses.diagnostics(
                                    1,
                                    provider.validateDataSourceConfig(
                                            type, value(request, 2, type(schema.dataSource(type)))))
                            .toByteArray();
            case VALIDATE_EPHEMERAL ->
                    Responses.diagnostics(
                                    1,
                                    provider.validateEphemeralResourceConfig(
                                            type, value(request, 2, ephemeral(type))))
                            .toByteArray();
            case CONFIGURE ->
                    Responses.diagnostics(1, provider.configure(value(request, 2, providerType())))
                            .toByteArray();
            case UPGRADE_STATE -> upgradeState(type, request).toByteArray();
            case UPGRADE_IDENTITY -> upgradeIdentity(type, request).toByteArray();
            case READ -> read(type, request).toByteArray();
            case PLAN -> plan(type, request).toByteArray();
            case APPLY -> apply(type, request).toByteArray();
            case IMPORT -> importState(type, request).toByteArray();
            case MOVE -> move(request).toByteArray();
            case READ_DATA_SOURCE -> readDataSource(type, request).toByteArray();
            case OPEN_EPHEMERAL -> open(type, request).toByteArray();
            case RENEW_EPHEMERAL -> renew(type, request).toByteArray();
            case CLOSE_EPHEMERAL ->
                    Responses.diagnostics(
                                    1, provider.closeEphemeralResource(type, data(request, 2)))
                            .toByteArray();
            case CALL_FUNCTION -> function(request).toByteArray();
            case STOP -> {
                provider.stop();
                yield new byte[0];
            }
        };
    }

    private MessageWriter validateProvider(Message request) {
        Answer<Value> answer = provider.validateProviderConfig(value(request, 1, providerType()));
        MessageWriter out = Responses.diagnostics(2, answer.diagnostics());
        return switch (protocol) {
            case V5 -> out.message(1, DynamicValues.write(answer.value(), providerType()));
            case V6 -> out;
        };
    }

    private MessageWriter upgradeState(String type, Message request) {
        Answer<Value> answer =
                provider.upgradeResourceState(
                        type, request.number(2), state(request.messageOrEmpty(3)));
        return Responses.diagnostics(2, answer.diagnostics())
                .message(1, DynamicValues.write(answer.value(), responses.resource(type)));
    }

    private MessageWriter upgradeIdentity(String type, Message request) {
        Answer<Value> answer =
                provider.upgradeResourceIdentity(
                        type, request.number(2), request.messageOrEmpty(3).bytes(1));
        Type identity = Objects.requireNonNull(responses.identityType(type));
        return Responses.diagnostics(2, answer.diagnostics())
                .message(
                        1,
                        new MessageWriter()
                                .message(1, DynamicValues.write(answer.value(), identity)));
    }

    private MessageWriter read(String type, Message request) {
        Answer<Provider.Resource> answer =
                provider.readResource(
                        type,
                        new Provider.Resource(
                                value(request, 2, responses.resource(type)),
                                data(request, 3),
                                identity(type, request.message(6))),
                        meta(request, 4));
        return responses.resource(type, answer.value(), answer.diagnostics());
    }

    private MessageWriter plan(String type, Message request) {
        Type of = responses.resource(type);
        Answer<Provider.Planned> answer =
                provider.planResourceChange(
                        type,
                        new Provider.PlanRequest(
                                value(request, 2, of),
                                value(request, 3, of),
                                value(request, 4, of),
                                data(request, 5),
                                meta(request, 6),
                                identity(type, request.message(8))));
        return responses.planned(type, answer.value(), answer.diagnostics());
    }

    private MessageWriter apply(String type, Message request) {
        Type of = responses.resource(type);
        Answer<Provider.Applied> answer =
                provider.applyResourceChange(
                        type,
                        new Provider.ApplyRequest(
                                value(request, 2, of),
                                value(request, 3, of),
                                value(request, 4, of),
                                data(request, 5),
                                meta(request, 6),
                                identity(type, request.message(7))));
        return responses.applied(type, answer.value(), answer.diagnostics());
    }

    private MessageWriter importState(String type, Message request) {
        Value identity = identity(type, request.message(4));
        Answer<List<Provider.Imported>> answer =
                identity == null
                        ? provider.importResourceState(type, request.text(2))
                        : provider.importByIdentity(type, identity);
        return responses.imported(answer.value(), answer.diagnostics());
    }

    private MessageWriter move(Message request) {
        String target = request.text(5);
        Answer<Provider.Resource> answer =
                provider.moveResourceState(
                        target,
                        new Provider.MoveRequest(
                                ProviderSource.parse(request.text(1)),
                                request.text(2),
                                request.number(3),
                                state(request.messageOrEmpty(4)),
                                data(request, 6)));
        return responses.moved(target, answer.value(), answer.diagnostics());
    }

    private MessageWriter readDataSource(String type, Message request) {
        Type of = type(schema.dataSource(type));
        Answer<Value> answer =
                provider.readDataSource(type, value(request, 2, of), meta(request, 3));
        return Responses.diagnostics(2, answer.diagnostics())
                .message(1, DynamicValues.write(answer.value(), of));
    }

    private MessageWriter open(String type, Message request) {
        Answer<Provider.Opened> answer =
                provider.openEphemeralResource(type, value(request, 2, ephemeral(type)));
        return responses.opened(ephemeral(type), answer.value(), answer.diagnostics());
    }

    private MessageWriter renew(String type, Message request) {
        Answer<Provider.Renewed> answer = provider.renewEphemeralResource(type, data(request, 2));
        return Responses.renewed(answer.value(), answer.diagnostics());
    }

    private MessageWriter function(Message request) {
        FunctionSignature signature =
                Objects.requireNonNull(schema.function(request.text(1)), "function");
        List<Value> arguments = new ArrayList<>();
        for (Message each : request.messages(2)) {
            int index = arguments.size();
            FunctionSignature.Parameter parameter =
                    index < signature.parameters().size()
                            ? signature.parameters().get(index)
                            : Objects.requireNonNull(signature.variadic(), "variadic");
            arguments.add(DynamicValues.read(each, parameter.type()));
        }
        try {
            Value result = provider.callFunction(request.text(1), arguments);
            return new MessageWriter().message(1, DynamicValues.write(result, signature.result()));
        } catch (Provider.FunctionFailure e) {
            MessageWriter error =
                    new MessageWriter().text(1, Objects.requireNonNullElse(e.getMessage(), ""));
            Integer argument = e.argument();
            return new MessageWriter()
                    .message(2, argument == null ? error : error.present(2, argument));
        }
    }

    private Type providerType() {
        return schema.provider().block().type();
    }

    private Type ephemeral(String type) {
        return type(schema.ephemeralResource(type));
    }

    private static Type type(@Nullable Schema schema) {
        return Objects.requireNonNull(schema, "schema").block().type();
    }

    private static Value value(Message request, int field, Type type) {
        return DynamicValues.read(request.message(field), type);
    }

    private Value meta(Message request, int field) {
        Schema meta = schema.providerMeta();
        Message message = request.message(field);
        return meta == null || message == null
                ? Values.NULL
                : DynamicValues.read(message, meta.block().type());
    }

    private @Nullable Value identity(String type, @Nullable Message message) {
        Type identityType = responses.identityType(type);
        return message == null || identityType == null
                ? null
                : DynamicValues.read(message.message(1), identityType);
    }

    private static PrivateData data(Message request, int field) {
        return new PrivateData(request.bytes(field));
    }

    private static RawState state(Message message) {
        List<Message> flat = message.messages(2);
        if (flat.isEmpty()) {
            return new RawState.Json(message.bytes(1));
        }
        Map<String, String> attributes = new TreeMap<>();
        flat.forEach(each -> attributes.put(each.text(1), each.text(2)));
        return new RawState.Flatmap(attributes);
    }
}
