package dev.slipway.provider.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.Answer;
import dev.slipway.provider.PrivateData;
import dev.slipway.provider.Provider;
import dev.slipway.provider.process.Connection;
import dev.slipway.provider.process.ProviderLauncher;
import dev.slipway.provider.process.Surroundings;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.testing.ProviderMirror;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The largest of the real providers, which speaks protocol 5 and was made with the old SDK.
final class AwsProviderTest {
    private static final String PARAMETER = "aws_ssm_parameter";

    @Test
    void answersAboutAParameter() throws IOException {
        Path program = ProviderMirror.program("registry.terraform.io/hashicorp/aws");
        try (ProviderLauncher launcher =
                        new ProviderLauncher(
                                ProviderLauncher.Options.from(Map.of()), InstantSource.system());
                Connection connection =
                        launcher.start("hashicorp/aws", program, Surroundings.inherited())) {
            SchemaBytes bytes = SchemaFetch.fetch("hashicorp/aws", connection);
            RemoteProvider provider =
                    new RemoteProvider("hashicorp/aws", connection, bytes.open(), GoodConfigs.NONE);
            assertThat(provider.schema().resourceTypes()).hasSizeGreaterThan(1_000);
            Block block = Objects.requireNonNull(provider.schema().resource(PARAMETER)).block();
            Value config =
                    with(block.type(), Map.of("name", Value.of("a"), "type", Value.of("String")));
            configures(provider);
            assertThat(provider.validateResourceConfig(PARAMETER, config))
                    .anyMatch(each -> each.detail().contains("value"));
            plans(provider, with(config, Map.of("value", Value.of("x"))));
        }
    }

    private static void configures(Provider provider) {
        Value config =
                with(
                        provider.schema().provider().block().type(),
                        Map.of(
                                "region", Value.of("eu-central-1"),
                                "access_key", Value.of("none"),
                                "secret_key", Value.of("none"),
                                "skip_credentials_validation", Value.of(true),
                                "skip_requesting_account_id", Value.of(true),
                                "skip_metadata_api_check", Value.of("true")));
        Answer<Value> valid = provider.validateProviderConfig(config);
        assertThat(valid.hasErrors()).as("%s", valid.diagnostics()).isFalse();
        assertThat(provider.configure(valid.value())).isEmpty();
    }

    private static void plans(Provider provider, Value config) {
        Value none = Value.nullOf(config.type());
        Answer<Provider.Planned> create =
                provider.planResourceChange(PARAMETER, request(none, config, config));
        assertThat(create.diagnostics()).isEmpty();
        Value planned = create.value().planned();
        assertThat(create.value().legacyTypes()).isTrue();
        assertThat(Values.entries(planned).get("arn"))
                .isEqualTo(Value.unknown(Type.Primitive.STRING));
        Value kept =
                Values.transform(
                        planned, each -> each.isKnown() ? each : Value.nullOf(each.type()));
        Value renamed = with(kept, Map.of("name", Value.of("b")));
        Answer<Provider.Planned> replace =
                provider.planResourceChange(
                        PARAMETER,
                        request(kept, renamed, with(config, Map.of("name", Value.of("b")))));
        assertThat(replace.value().requiresReplace()).contains(ValuePath.ROOT.attribute("name"));
    }

    private static Provider.PlanRequest request(Value prior, Value proposed, Value config) {
        return new Provider.PlanRequest(
                prior, proposed, config, PrivateData.NONE, Values.NULL, null);
    }

    private static Value with(Type type, Map<String, Value> given) {
        Map<String, Value> attributes = new TreeMap<>();
        ((Type.ObjectOf) type)
                .attributes()
                .forEach((name, each) ->
                        attributes.put(
                                name,
                                each.isCollection() && isBlocks(each)
                                        ? none(each)
                                        : Value.nullOf(each)));
        attributes.putAll(given);
        return Values.object(attributes);
    }

    private static boolean isBlocks(Type type) {
        return !(type instanceof Type.MapOf) && type.elementType() instanceof Type.ObjectOf;
    }

    private static Value none(Type type) {
        return type instanceof Type.SetOf
                ? Values.set(type.elementType(), java.util.List.of())
                : Values.list(type.elementType(), java.util.List.of());
    }

    private static Value with(Value object, Map<String, Value> given) {
        Map<String, Value> attributes = new TreeMap<>(Values.entries(object));
        attributes.putAll(given);
        return Values.object(attributes);
    }
}
