package dev.slipway.terraform.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.hcl.value.Type;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.schema.FunctionSignature;
import dev.slipway.provider.schema.IdentitySchema;
import dev.slipway.provider.schema.ProviderSchema;
import dev.slipway.provider.schema.Schema;
import dev.slipway.provider.schema.Text;
import dev.slipway.terraform.view.Golden;
import dev.slipway.terraform.view.SchemaJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemasJsonTest {
    @Test
    void writesSchemasAsTerraformDoes() throws IOException {
        JsonNode recorded = Golden.json("created", "schemas.json").path("provider_schemas");
        String source = "registry.terraform.io/hashicorp/probe";
        TreeMap<ProviderSource, ProviderSchema> providers = new TreeMap<>();
        providers.put(ProviderSource.parse(source), new Recorded(recorded.path(source)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SchemasJson.write(providers, out);
        JsonNode written = Golden.MAPPER.readTree(out.toByteArray());
        assertThat(written.path("format_version").asText()).isEqualTo("1.0");
        JsonNode expected = recorded.path(source).deepCopy();
        ((ObjectNode) expected.path("functions").path("join")).remove("summary");
        assertThat(JsonDifferences.of(expected, written.path("provider_schemas").path(source)))
                .isEmpty();
    }

    private record Recorded(JsonNode json) implements ProviderSchema {
        @Override
        public Schema provider() {
            return SchemaJson.schema(json.path("provider"));
        }

        @Override
        public @Nullable Schema providerMeta() {
            return null;
        }

        private @Nullable Schema find(String field, String type) {
            JsonNode found = json.path(field).path(type);
            return found.isMissingNode() ? null : SchemaJson.schema(found);
        }

        @Override
        public @Nullable Schema resource(String type) {
            return find("resource_schemas", type);
        }

        @Override
        public @Nullable Schema dataSource(String type) {
            return find("data_source_schemas", type);
        }

        @Override
        public @Nullable Schema ephemeralResource(String type) {
            return find("ephemeral_resource_schemas", type);
        }

        @Override
        public FunctionSignature function(String name) {
            return new FunctionSignature(
                    List.of(parameter("a", Type.Primitive.STRING, false, "left")),
                    parameter("rest", Type.Primitive.NUMBER, true, ""),
                    Type.Primitive.STRING,
                    new Text("Joins things", false, false, ""));
        }

        private static FunctionSignature.Parameter parameter(
                String name, Type type, boolean nullable, String description) {
            return new FunctionSignature.Parameter(
                    name, type, nullable, false, new Text(description, false, false, ""));
        }

        @Override
        public @Nullable IdentitySchema identity(String resourceType) {
            return null;
        }

        private Set<String> names(String field) {
            Set<String> names = new TreeSet<>();
            json.path(field).fieldNames().forEachRemaining(names::add);
            return names;
        }

        @Override
        public Set<String> resourceTypes() {
            return names("resource_schemas");
        }

        @Override
        public Set<String> dataSourceTypes() {
            return names("data_source_schemas");
        }

        @Override
        public Set<String> ephemeralResourceTypes() {
            return names("ephemeral_resource_schemas");
        }

        @Override
        public Set<String> functionNames() {
            return Set.of("join");
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(false, false, false, false);
        }
    }
}
