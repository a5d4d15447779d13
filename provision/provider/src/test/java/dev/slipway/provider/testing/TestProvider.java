package dev.slipway.provider.testing;

import dev.slipway.hcl.json.JsonException;
import dev.slipway.hcl.json.JsonText;
import dev.slipway.hcl.json.JsonValues;
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
import dev.slipway.provider.wire.DynamicValues;
import dev.slipway.provider.wire.Message;
import dev.slipway.provider.wire.MessageWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A provider with a bit of everything: `slipwaytest_thing` has attributes and blocks of every kind
/// and goes wrong as its attribute `fault` says ([Fault]); `slipwaytest_item` and `slipwaytest_box`
/// are simple, and an item can be moved to become a box; `data.slipwaytest_thing` finds a thing by
/// its name, `ephemeral.slipwaytest_token` makes tokens, and there are four functions. Its objects
/// are files in a folder, see [RemoteObjects]. Safe for many threads.
public final class TestProvider implements Provider {
    /// Where tests say it comes from.
    public static final ProviderSource SOURCE =
            new ProviderSource("registry.terraform.io", "slipway", "slipwaytest");

    /// A diagnostic with this summary is sent with a severity that the protocol does not have.
    public static final String ODD_SUMMARY = "An odd one";

    /// A token of this scope is to be renewed at once, and then is of another.
    public static final String RENEWED_SOON = "renew-soon";

    /// How long a thing that hangs does so at most.
    private static final int HANG_SECONDS = 120;

    private static final Instant RENEWAL = Instant.parse("2100-01-01T00:00:00Z");

    private final ProviderSchema schema = TestSchema.create();
    private final Runnable exit;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Resources resources = new Resources(this);
    private volatile RemoteObjects objects;
    private volatile String prefix = "id-";

    /// @param folder where its objects are, if the configuration does not say
    public TestProvider(Path folder) {
        this(
                folder,
                () -> {
                    throw new ProviderException("Provider slipway/slipwaytest ended");
                });
    }

    /// @param exit what ends it where a fault says so
    TestProvider(Path folder, Runnable exit) {
        this.objects = new RemoteObjects(folder);
        this.exit = exit;
    }

    RemoteObjects objects() {
        return objects;
    }

    Type type(String resourceType) {
        return type(schema.resource(resourceType));
    }

    String prefix() {
        return prefix;
    }

    void exitIf(boolean wanted) {
        if (wanted) {
            exit.run();
        }
    }

    void awaitStop() {
        try {
            if (!stopped.await(HANG_SECONDS, TimeUnit.SECONDS)) {
                throw new ProviderException("Nobody asked to stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderException("Interrupted", e);
        }
    }

    @Override
    public ProviderSchema schema() {
        return schema;
    }

    @Override
    public Answer<Value> validateProviderConfig(Value config) {
        objects.record("check");
        Value folder = Things.at(config, "folder");
        return folder.equals(Value.of(""))
                ? new Answer<>(
                        config,
                        List.of(
                                ProviderDiagnostic.error(
                                        "Empty folder",
                                        "Say which folder, or nothing.",
                                        ValuePath.ROOT.attribute("folder"))))
                : Answer.of(config);
    }

    @Override
    public List<ProviderDiagnostic> validateResourceConfig(String type, Value config) {
        return switch (Fault.of(config)) {
            case ODD_DIAGNOSTICS ->
                    List.of(
                            ProviderDiagnostic.warning("", "", ValuePath.ROOT),
                            ProviderDiagnostic.error(ODD_SUMMARY, "", ValuePath.ROOT),
                            ProviderDiagnostic.error(
                                    "Nowhere",
                                    "",
                                    ValuePath.ROOT
                                            .attribute("no_such_attribute")
                                            .index(3)
                                            .index(Value.of("x"))));
            case WARN ->
                    List.of(
                            ProviderDiagnostic.warning(
                                    "This thing warns", "It was asked to.", ValuePath.ROOT));
            default -> nameError(type, config);
        };
    }

    private static List<ProviderDiagnostic> nameError(String type, Value config) {
        boolean empty =
                type.equals(TestSchema.THING)
                        && Value.of("").equals(Values.entries(config).get("name"));
        return empty
                ? List.of(
                        ProviderDiagnostic.error(
                                "Empty name",
                                "A thing needs a name.",
                                ValuePath.ROOT.attribute("name")))
                : List.of();
    }

    @Override
    public List<ProviderDiagnostic> validateDataSourceConfig(String type, Value config) {
        return List.of();
    }

    @Override
    public List<ProviderDiagnostic> validateEphemeralResourceConfig(String type, Value config) {
        return List.of();
    }

    @Override
    public List<ProviderDiagnostic> configure(Value config) {
        Map<String, Value> attributes = Values.entries(config);
        if (Value.of(true).equals(attributes.get("fail"))) {
            return List.of(
                    ProviderDiagnostic.error(
                            "Configuring failed",
                            "It was asked to.",
                            ValuePath.ROOT.attribute("fail")));
        }
        if (attributes.get("folder") instanceof Value.Text(String folder)) {
            objects = new RemoteObjects(Path.of(folder));
        }
        if (attributes.get("prefix") instanceof Value.Text(String text)) {
            prefix = text;
        }
        objects.record("configure");
        return List.of();
    }

    /// Until version 1, a thing's name was its title.
    @Override
    public Answer<Value> upgradeResourceState(String type, long version, RawState state) {
        Type wanted = type(schema.resource(type));
        if (!(state instanceof RawState.Json(byte[] json))) {
            return refused(wanted, "Flat state", "This provider never wrote such.");
        }
        if (version == 0 && type.equals(TestSchema.THING)) {
            return Answer.of(stateValue(renamed(json, "title", "name"), wanted));
        }
        return Answer.of(stateValue(json, wanted));
    }

    @Override
    public Answer<Value> upgradeResourceIdentity(String type, long version, byte[] json) {
        Type wanted = Type.object(Map.of("name", Type.Primitive.STRING));
        return Answer.of(value(version == 0 ? renamed(json, "title", "name") : json, wanted));
    }

    private static byte[] renamed(byte[] json, String from, String to) {
        try {
            Map<String, Value> attributes =
                    new TreeMap<>(
                            Values.entries(
                                    JsonValues.read(new String(json, StandardCharsets.UTF_8))));
            Value value = attributes.remove(from);
            if (value != null) {
                attributes.put(to, value);
            }
            return JsonText.of(Values.object(attributes)).getBytes(StandardCharsets.UTF_8);
        } catch (JsonException e) {
            throw new ProviderException("State is no JSON", e);
        }
    }

    /// Blocks that an older version did not have are none, not null.
    private static Value stateValue(byte[] json, Type type) {
        Map<String, Value> attributes = new TreeMap<>(Values.entries(value(json, type)));
        attributes.replaceAll((name, value) ->
                switch (name) {
                    case "rule", "member", "option", "limits" ->
                            value.isNull() ? nothing(value.type()) : value;
                    default -> value;
                });
        return Values.object(attributes);
    }

    private static Value nothing(Type type) {
        return switch (type) {
            case Type.ListOf(Type element) -> Values.list(element, List.of());
            case Type.SetOf(Type element) -> Values.set(element, List.of());
            case Type.MapOf(Type element) -> Values.map(element, Map.of());
            case Type.ObjectOf object -> {
                Map<String, Value> attributes = new TreeMap<>();
                object.attributes()
                        .forEach((name, each) -> attributes.put(name, Value.nullOf(each)));
                yield Values.object(attributes);
            }
            default -> Value.nullOf(type);
        };
    }

    private static Value value(byte[] json, Type type) {
        return DynamicValues.read(
                Message.of(new MessageWriter().bytes(2, json).toByteArray()), type);
    }

    @Override
    public Answer<Resource> readResource(String type, Resource kept, Value providerMeta) {
        return resources.read(type, kept);
    }

    @Override
    public Answer<Planned> planResourceChange(String type, PlanRequest request) {
        return resources.plan(type, request);
    }

    @Override
    public Answer<Applied> applyResourceChange(String type, ApplyRequest request) {
        return resources.apply(type, request);
    }

    @Override
    public Answer<List<Imported>> importResourceState(String type, String id) {
        Value found = objects.find(type, id, type(schema.resource(type)));
        if (found == null) {
            return new Answer<>(
                    List.of(),
                    List.of(
                            ProviderDiagnostic.error(
                                    "No such object", "There is no " + id + ".", ValuePath.ROOT)));
        }
        return Answer.of(
                List.of(
                        new Imported(
                                type, found, PrivateData.NONE, Resources.identity(type, found))));
    }

    @Override
    public Answer<List<Imported>> importByIdentity(String type, Value identity) {
        Value name = Things.at(identity, "name");
        for (Value each : objects.all(type, type(schema.resource(type)))) {
            if (Things.at(each, "name").equals(name)) {
                return Answer.of(List.of(new Imported(type, each, PrivateData.NONE, identity)));
            }
        }
        return new Answer<>(
                List.of(),
                List.of(
                        ProviderDiagnostic.error(
                                "No such object",
                                "There is none named " + Values.text(name) + ".",
                                ValuePath.ROOT)));
    }

    @Override
    public Answer<Resource> moveResourceState(String targetType, MoveRequest request) {
        Type wanted = type(schema.resource(targetType));
        boolean possible =
                targetType.equals(TestSchema.BOX) && request.sourceType().equals(TestSchema.ITEM);
        if (possible && request.sourceState() instanceof RawState.Json(byte[] json)) {
            Value moved = value(renamed(json, "value", "content"), wanted);
            objects.put(targetType, moved);
            return Answer.of(new Resource(moved, request.sourcePrivate(), null));
        }
        return new Answer<>(
                new Resource(Value.nullOf(wanted), PrivateData.NONE, null),
                List.of(
                        ProviderDiagnostic.error(
                                "Cannot move",
                                request.sourceType() + " does not become " + targetType + ".",
                                ValuePath.ROOT)));
    }

    @Override
    public Answer<Value> readDataSource(String type, Value config, Value providerMeta) {
        Value name = Things.at(config, "name");
        for (Value each : objects.all(type, type(schema.resource(type)))) {
            if (Things.at(each, "name").equals(name)) {
                return Answer.of(
                        Values.object(
                                Map.of(
                                        "name", name,
                                        "id", Things.at(each, "id"),
                                        "note", Things.at(each, "note"),
                                        "size", Things.at(each, "size"))));
            }
        }
        return refused(config.type(), "No such thing", "None has this name.");
    }

    @Override
    public Answer<Opened> openEphemeralResource(String type, Value config) {
        String scope = Values.text(Things.at(config, "scope"));
        objects.record("open " + scope);
        Value value =
                Values.object(Map.of("scope", Value.of(scope), "token", Value.of("t-" + scope)));
        return Answer.of(
                new Opened(
                        value,
                        new PrivateData(scope.getBytes(StandardCharsets.UTF_8)),
                        scope.equals(RENEWED_SOON) ? Instant.EPOCH : RENEWAL));
    }

    @Override
    public Answer<Renewed> renewEphemeralResource(String type, PrivateData privateData) {
        String scope = scope(privateData);
        objects.record("renew " + scope);
        PrivateData next =
                scope.equals(RENEWED_SOON)
                        ? new PrivateData((scope + " 1").getBytes(StandardCharsets.UTF_8))
                        : privateData;
        return Answer.of(new Renewed(next, RENEWAL.plusSeconds(60)));
    }

    @Override
    public List<ProviderDiagnostic> closeEphemeralResource(String type, PrivateData privateData) {
        objects.record("close " + scope(privateData));
        return List.of();
    }

    private static String scope(PrivateData privateData) {
        return new String(privateData.bytes(), StandardCharsets.UTF_8);
    }

    @Override
    public Value callFunction(String name, List<Value> arguments) throws FunctionFailure {
        return switch (name) {
            case "shout" -> Value.of(Values.text(arguments.get(0)).toUpperCase(Locale.ROOT));
            case "join" ->
                    Value.of(
                            String.join(
                                    Values.text(arguments.get(0)),
                                    arguments.stream().skip(1).map(Values::text).toList()));
            case "same" -> arguments.get(0);
            default -> throw new FunctionFailure("This is refused.", 0);
        };
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    @Override
    public void close() {}

    private static Answer<Value> refused(Type type, String summary, String detail) {
        return new Answer<>(
                Value.nullOf(type),
                List.of(ProviderDiagnostic.error(summary, detail, ValuePath.ROOT)));
    }

    private static Type type(@org.jspecify.annotations.Nullable Schema schema) {
        return Objects.requireNonNull(schema, "schema").block().type();
    }
}
