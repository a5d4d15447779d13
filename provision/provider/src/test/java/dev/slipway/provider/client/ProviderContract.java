package dev.slipway.provider.client;

import static dev.slipway.provider.testing.Things.at;
import static dev.slipway.provider.testing.Things.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.Answer;
import dev.slipway.provider.PrivateData;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderDiagnostic;
import dev.slipway.provider.RawState;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.FunctionSignature;
import dev.slipway.provider.schema.IdentitySchema;
import dev.slipway.provider.testing.RemoteObjects;
import dev.slipway.provider.testing.TestProvider;
import dev.slipway.provider.testing.Things;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What holds for the test provider in this process and over the wire alike.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProviderContract {
    private static final String THING = "slipwaytest_thing";

    private Provider provider;
    private RemoteObjects objects;

    abstract Provider start(Path folder, Path objects) throws IOException;

    @BeforeAll
    void begin(@TempDir Path folder) throws IOException {
        Path objectFolder = java.nio.file.Files.createDirectory(folder.resolve("objects"));
        objects = new RemoteObjects(objectFolder);
        provider = start(folder, objectFolder);
        Block block = provider.schema().provider().block();
        Value config =
                Things.config(
                        block,
                        Map.of(
                                "folder",
                                Value.of(objectFolder.toString()),
                                "prefix",
                                Value.of("p-")));
        Answer<Value> valid = provider.validateProviderConfig(config);
        assertThat(valid).isEqualTo(Answer.of(config));
        assertThat(provider.configure(valid.value())).isEmpty();
    }

    @AfterAll
    void end() {
        provider.close();
    }

    private Block block() {
        return Objects.requireNonNull(provider.schema().resource(THING)).block();
    }

    private Value config(Map<String, Value> given) {
        return Things.config(block(), given);
    }

    @Test
    void wrongProviderConfigurationsAreDiagnosed() {
        Value config =
                Things.config(provider.schema().provider().block(), Map.of("folder", Value.of("")));
        assertThat(provider.validateProviderConfig(config).diagnostics())
                .containsExactly(
                        ProviderDiagnostic.error(
                                "Empty folder",
                                "Say which folder, or nothing.",
                                ValuePath.ROOT.attribute("folder")));
    }

    @Test
    void resourcesAreCreatedReadChangedAndDestroyed() {
        Value everything = everything();
        Provider.Resource made = Things.create(provider, THING, everything);
        assertThat(made.value().isWhollyKnown()).isTrue();
        assertThat(at(made.value(), "password").isNull()).isTrue();
        assertThat(at(made.value(), "anything")).isEqualTo(at(everything, "anything"));
        assertThat(Values.text(at(made.value(), "id"))).startsWith("p-");
        assertThat(made.identity()).isEqualTo(Values.object(Map.of("name", Value.of("all"))));
        Provider.Resource read = provider.readResource(THING, made, Values.NULL).value();
        assertThat(read).isEqualTo(made);

        Value config = with(everything, Map.of("note", Value.of("other")));
        Value proposed = with(made.value(), Map.of("note", Value.of("other")));
        Provider.Planned update =
                provider.planResourceChange(THING, Things.plan(made.value(), proposed, config))
                        .value();
        assertThat(update.requiresReplace()).isEmpty();
        assertThat(at(update.planned(), "fingerprint").isKnown()).isFalse();
        Provider.Applied applied =
                provider.applyResourceChange(THING, Things.apply(made.value(), update, config))
                        .value();
        assertThat(at(applied.value(), "note")).isEqualTo(Value.of("other"));
        assertThat(objects.find(THING, Values.text(at(applied.value(), "id")), block().type()))
                .isEqualTo(applied.value());

        Value none = Value.nullOf(block().type());
        Provider.Planned destroy =
                provider.planResourceChange(THING, Things.plan(applied.value(), none, none))
                        .value();
        assertThat(destroy.planned().isNull()).isTrue();
        Answer<Provider.Applied> gone =
                provider.applyResourceChange(THING, Things.apply(applied.value(), destroy, none));
        assertThat(gone.value().value()).isEqualTo(none);
        assertThat(provider.readResource(THING, made, Values.NULL).value().value()).isEqualTo(none);
    }

    private Value everything() {
        Type text = Type.Primitive.STRING;
        Value rule =
                Values.object(
                        Map.of(
                                "action",
                                Value.of("allow"),
                                "match",
                                set(Map.of("key", Value.of("k"), "value", Value.nullOf(text)))));
        return config(
                Map.ofEntries(
                        Map.entry("name", Value.of("all")),
                        Map.entry("size", Value.of(7)),
                        Map.entry("password", Value.of("hidden")),
                        Map.entry("tags", Values.map(text, Map.of("a", Value.of("b")))),
                        Map.entry("labels", Values.set(text, List.of(Value.of("x")))),
                        Map.entry("anything", Values.list(text, List.of(Value.of("any")))),
                        Map.entry(
                                "settings",
                                Values.object(Map.of("mode", Value.of("m"), "level", Value.of(2)))),
                        Map.entry("peers", set(Map.of("name", Value.of("peer")))),
                        Map.entry("rule", Values.list(rule.type(), List.of(rule))),
                        Map.entry(
                                "limits",
                                Values.object(Map.of("soft", Value.of(1), "hard", Value.of(2))))));
    }

    private static Value set(Map<String, Value> object) {
        Value element = Values.object(object);
        return Values.set(element.type(), List.of(element));
    }

    @Test
    void unknownValuesArePlannedAsSuch() {
        Value config =
                config(
                        Map.of(
                                "name", Value.unknown(Type.Primitive.STRING),
                                "size", Value.unknown(Type.Primitive.NUMBER)));
        Value planned =
                provider.planResourceChange(
                                THING, Things.plan(Value.nullOf(config.type()), config, config))
                        .value()
                        .planned();
        assertThat(at(planned, "name")).isEqualTo(Value.unknown(Type.Primitive.STRING));
        assertThat(at(planned, "size")).isEqualTo(Value.unknown(Type.Primitive.NUMBER));
    }

    @Test
    void someChangesRequireReplacement() {
        Value config = config(Map.of("name", Value.of("one"), "zone", Value.of("a")));
        Provider.Resource made = Things.create(provider, THING, config);
        Value moved = with(config, Map.of("zone", Value.of("b")));
        Value proposed = with(made.value(), Map.of("zone", Value.of("b")));
        assertThat(
                        provider.planResourceChange(
                                        THING, Things.plan(made.value(), proposed, moved))
                                .value()
                                .requiresReplace())
                .containsExactly(ValuePath.ROOT.attribute("zone"));
    }

    @Test
    void olderStatesAndIdentitiesAreUpgraded() {
        RawState old = new RawState.Json(bytes("{\"id\":\"p-1\",\"title\":\"old\",\"size\":3}"));
        Value upgraded = provider.upgradeResourceState(THING, 0, old).value();
        assertThat(at(upgraded, "name")).isEqualTo(Value.of("old"));
        assertThat(at(upgraded, "size")).isEqualTo(Value.of(3));
        assertThat(provider.upgradeResourceIdentity(THING, 0, bytes("{\"title\":\"old\"}")).value())
                .isEqualTo(Values.object(Map.of("name", Value.of("old"))));
        assertThat(
                        provider.upgradeResourceState(
                                        THING, 0, new RawState.Flatmap(Map.of("id", "1")))
                                .hasErrors())
                .isTrue();
    }

    @Test
    void objectsAreImported() {
        Provider.Resource made =
                Things.create(provider, THING, config(Map.of("name", Value.of("found"))));
        String id = Values.text(at(made.value(), "id"));
        Provider.Imported imported = provider.importResourceState(THING, id).value().getFirst();
        assertThat(imported.value()).isEqualTo(made.value());
        assertThat(imported.identity()).isEqualTo(made.identity());
        assertThat(provider.importResourceState(THING, "none").hasErrors()).isTrue();
        Value identity = Objects.requireNonNull(imported.identity());
        assertThat(provider.importByIdentity(THING, identity).value()).containsExactly(imported);
    }

    @Test
    void itemsBecomeBoxes() {
        RawState item = new RawState.Json(bytes("{\"id\":\"i-1\",\"value\":\"v\"}"));
        Provider.MoveRequest request =
                new Provider.MoveRequest(
                        TestProvider.SOURCE, "slipwaytest_item", 0, item, PrivateData.NONE);
        Value box = provider.moveResourceState("slipwaytest_box", request).value().value();
        assertThat(at(box, "content")).isEqualTo(Value.of("v"));
        assertThat(provider.moveResourceState(THING, request).hasErrors()).isTrue();
    }

    @Test
    void thingsAreFoundByName() {
        Provider.Resource made =
                Things.create(provider, THING, config(Map.of("name", Value.of("wanted"))));
        Block data = Objects.requireNonNull(provider.schema().dataSource(THING)).block();
        Value wanted = Things.config(data, Map.of("name", Value.of("wanted")));
        assertThat(provider.validateDataSourceConfig(THING, wanted)).isEmpty();
        assertThat(at(provider.readDataSource(THING, wanted, Values.NULL).value(), "id"))
                .isEqualTo(at(made.value(), "id"));
        Value missing = Things.config(data, Map.of("name", Value.of("nobody")));
        assertThat(provider.readDataSource(THING, missing, Values.NULL).hasErrors()).isTrue();
    }

    @Test
    void ephemeralResourcesAreOpenedRenewedAndClosed() {
        String type = "slipwaytest_token";
        Block block = Objects.requireNonNull(provider.schema().ephemeralResource(type)).block();
        Value config = Things.config(block, Map.of("scope", Value.of("s")));
        assertThat(provider.validateEphemeralResourceConfig(type, config)).isEmpty();
        Provider.Opened opened = provider.openEphemeralResource(type, config).value();
        assertThat(at(opened.value(), "token")).isEqualTo(Value.of("t-s"));
        Provider.Renewed renewed =
                provider.renewEphemeralResource(type, opened.privateData()).value();
        assertThat(renewed.renewAt()).isAfter(opened.renewAt());
        assertThat(provider.closeEphemeralResource(type, renewed.privateData())).isEmpty();
        assertThat(objects.events()).containsSubsequence("open s", "renew s", "close s");
    }

    @Test
    void functionsAreCalled() throws Provider.FunctionFailure {
        assertThat(provider.callFunction("shout", List.of(Value.of("hey"))))
                .isEqualTo(Value.of("HEY"));
        List<Value> parts = List.of(Value.of("-"), Value.of("a"), Value.of("b"));
        assertThat(provider.callFunction("join", parts)).isEqualTo(Value.of("a-b"));
        Value tuple = Values.tuple(List.of(Value.of(1), Value.of("x")));
        assertThat(provider.callFunction("same", List.of(tuple))).isEqualTo(tuple);
        assertThatExceptionOfType(Provider.FunctionFailure.class)
                .isThrownBy(() -> provider.callFunction("refuse", List.of(Value.of("x"))))
                .withMessage("This is refused.")
                .satisfies(failure -> assertThat(failure.argument()).isZero());
    }

    @Test
    void failuresKeepWhatWasMade() {
        Value config =
                config(
                        Map.of(
                                "name", Value.of("half"),
                                "note", Value.of("lost"),
                                "fault", Value.of("fail-half-way")));
        Value none = Value.nullOf(config.type());
        Provider.Planned planned =
                provider.planResourceChange(THING, Things.plan(none, config, config)).value();
        Answer<Provider.Applied> applied =
                provider.applyResourceChange(THING, Things.apply(none, planned, config));
        assertThat(applied.hasErrors()).isTrue();
        assertThat(at(applied.value().value(), "id").isKnown()).isTrue();
        assertThat(at(applied.value().value(), "note").isNull()).isTrue();
    }

    @Test
    void schemasAreTheSameEverywhere() {
        Block block = block();
        assertThat(block.attributes().keySet())
                .contains("id", "password", "anything", "settings", "routes");
        assertThat(Objects.requireNonNull(block.attributes().get("password")).use().isWriteOnly())
                .isTrue();
        assertThat(Objects.requireNonNull(block.attributes().get("secret")).sensitive()).isTrue();
        assertThat(block.type())
                .isEqualTo(
                        Objects.requireNonNull(
                                        new TestProvider(Path.of("unused"))
                                                .schema()
                                                .resource(THING))
                                .block()
                                .type());
        IdentitySchema identity = Objects.requireNonNull(provider.schema().identity(THING));
        assertThat(identity.version()).isEqualTo(1);
        FunctionSignature join = Objects.requireNonNull(provider.schema().function("join"));
        assertThat(Objects.requireNonNull(join.variadic()).name()).isEqualTo("parts");
        assertThat(provider.schema().capabilities().planDestroy()).isTrue();
        assertThat(provider.schema().providerMeta()).isNotNull();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
