package dev.slipway.terraform.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.Value;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.address.ResourceAddress;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.Module;
import dev.slipway.terraform.config.ModuleCall;
import dev.slipway.terraform.config.Output;
import dev.slipway.terraform.config.ProviderBlock;
import dev.slipway.terraform.config.Provisioner;
import dev.slipway.terraform.config.Repetition;
import dev.slipway.terraform.config.RequiredProvider;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.config.Variable;
import dev.slipway.terraform.stored.Schemas;
import dev.slipway.terraform.trace.BodyExpressions;
import dev.slipway.terraform.version.VersionConstraints;
import dev.slipway.terraform.version.VersionException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A configuration as a plan in JSON has it. Stateless but for the schemas.
final class ConfigJson {
    private final Schemas schemas;

    ConfigJson(Schemas schemas) {
        this.schemas = schemas;
    }

    void write(JsonGenerator json, ConfigTree root) throws IOException {
        ProviderKeys keys = new ProviderKeys(root);
        json.writeStartObject();
        providers(json, root, keys);
        json.writeFieldName("root_module");
        module(json, root, keys);
        json.writeEndObject();
    }

    /// A configuration of a provider: a block, or none where the provider is only used.
    private record Configured(ConfigTree tree, String localName, @Nullable ProviderBlock block) {
        ProviderSource source() {
            return tree.module().providerSource(localName);
        }
    }

    private void providers(JsonGenerator json, ConfigTree root, ProviderKeys keys)
            throws IOException {
        SortedMap<String, Configured> found = new TreeMap<>();
        collect(root, root, keys, found);
        if (found.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("provider_config");
        for (Map.Entry<String, Configured> each : found.entrySet()) {
            json.writeFieldName(each.getKey());
            provider(json, each.getValue());
        }
        json.writeEndObject();
    }

    private static void collect(
            ConfigTree tree, ConfigTree root, ProviderKeys keys, Map<String, Configured> found) {
        for (ProviderBlock each : tree.module().providers()) {
            found.put(
                    ProviderKeys.key(tree.path(), each.localName(), each.alias()),
                    new Configured(tree, each.localName(), each));
        }
        for (Resource each : tree.module().resources().values()) {
            String key = keys.of(tree, each);
            if (key.indexOf('.') < 0 && key.indexOf(':') < 0) {
                found.putIfAbsent(key, new Configured(root, key, null));
            }
        }
        tree.children().values().forEach(each -> collect(each, root, keys, found));
    }

    private void provider(JsonGenerator json, Configured provider) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", provider.localName());
        json.writeStringField("full_name", provider.source().toString());
        ProviderBlock block = provider.block();
        if (block != null) {
            Json.optional(json, "alias", block.alias());
        }
        RequiredProvider required =
                provider.tree().module().settings().requiredProviders().get(provider.localName());
        String constraint = required == null ? "" : required.constraint();
        String version = block == null || block.version() == null ? constraint : block.version();
        Json.optional(json, "version_constraint", inOneForm(version));
        Json.optional(json, "module_address", provider.tree().path().toString());
        if (block != null) {
            Schema schema = schemas.provider(provider.source());
            ExpressionJson.body(
                    json, "expressions", block.config(), schema == null ? null : schema.block());
        }
        json.writeEndObject();
    }

    /// Sorted, with three numbers each, as the lock file has it; what is wrong, as it is written.
    private static String inOneForm(String constraint) {
        try {
            return VersionConstraints.parse(constraint).toString();
        } catch (VersionException e) {
            return constraint;
        }
    }

    private void module(JsonGenerator json, ConfigTree tree, ProviderKeys keys) throws IOException {
        Module module = tree.module();
        json.writeStartObject();
        outputs(json, module);
        if (!module.resources().isEmpty()) {
            json.writeArrayFieldStart("resources");
            for (ResourceAddress.Mode mode :
                    List.of(
                            ResourceAddress.Mode.MANAGED,
                            ResourceAddress.Mode.DATA,
                            ResourceAddress.Mode.EPHEMERAL)) {
                for (Resource each : module.resources().values()) {
                    if (each.address().mode() == mode) {
                        resource(json, tree, each, keys);
                    }
                }
            }
            json.writeEndArray();
        }
        calls(json, tree, keys);
        variables(json, module);
        json.writeEndObject();
    }

    private static void outputs(JsonGenerator json, Module module) throws IOException {
        if (module.outputs().isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("outputs");
        for (Output each : module.outputs().values()) {
            json.writeObjectFieldStart(each.name());
            if (each.traits().sensitive()) {
                json.writeBooleanField("sensitive", true);
            }
            ExpressionJson.field(json, "expression", each.value());
            dependsOn(json, each.dependsOn());
            Json.optional(json, "description", each.description());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void variables(JsonGenerator json, Module module) throws IOException {
        if (module.variables().isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("variables");
        for (Variable each : module.variables().values()) {
            json.writeObjectFieldStart(each.name());
            Value standard = each.standard();
            if (standard != null) {
                json.writeFieldName("default");
                ValueJson.write(json, standard);
            }
            Json.optional(json, "description", each.description());
            if (each.traits().sensitive()) {
                json.writeBooleanField("sensitive", true);
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void dependsOn(JsonGenerator json, List<Reference> dependsOn)
            throws IOException {
        if (!dependsOn.isEmpty()) {
            Json.strings(
                    json,
                    "depends_on",
                    dependsOn.stream()
                            .map(each -> ReferenceNames.text(each, each.steps().size()))
                            .toList());
        }
    }

    private static void repetition(JsonGenerator json, Repetition repetition) throws IOException {
        switch (repetition) {
            case Repetition.Once _ -> {}
            case Repetition.Count(Expression count) ->
                    ExpressionJson.fieldIfAny(json, "count_expression", count);
            case Repetition.ForEach(Expression forEach) ->
                    ExpressionJson.fieldIfAny(json, "for_each_expression", forEach);
            case Repetition.Enabled(Expression enabled) ->
                    ExpressionJson.field(json, "enabled_expression", enabled);
        }
    }

    private void resource(JsonGenerator json, ConfigTree tree, Resource resource, ProviderKeys keys)
            throws IOException {
        ResourceAddress address = resource.address();
        json.writeStartObject();
        json.writeStringField("address", address.toString());
        json.writeStringField("mode", AddressJson.mode(address));
        json.writeStringField("type", address.type());
        json.writeStringField("name", address.name());
        json.writeStringField("provider_config_key", keys.of(tree, resource));
        provisioners(json, resource.provisioners());
        Schema schema = schemas.find(BodyExpressions.provider(tree, resource), address);
        ExpressionJson.body(
                json, "expressions", resource.config(), schema == null ? null : schema.block());
        json.writeNumberField("schema_version", schema == null ? 0 : schema.version());
        repetition(json, resource.repetition());
        dependsOn(json, resource.dependsOn());
        json.writeEndObject();
    }

    private static void provisioners(JsonGenerator json, List<Provisioner> provisioners)
            throws IOException {
        if (provisioners.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("provisioners");
        for (Provisioner each : provisioners) {
            json.writeStartObject();
            json.writeStringField("type", each.type());
            ExpressionJson.attributes(
                    json, "expressions", each.config().justAttributes(new Diagnostics()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void calls(JsonGenerator json, ConfigTree tree, ProviderKeys keys) throws IOException {
        if (tree.module().calls().isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("module_calls");
        for (ModuleCall each : tree.module().calls().values()) {
            json.writeObjectFieldStart(each.name());
            Json.optional(json, "source", constant(each.source()));
            ExpressionJson.attributes(json, "expressions", each.inputs());
            repetition(json, each.repetition());
            ConfigTree child = tree.children().get(each.name());
            if (child != null) {
                json.writeFieldName("module");
                module(json, child, keys);
            }
            Expression version = each.version();
            Json.optional(json, "version_constraint", version == null ? "" : constant(version));
            dependsOn(json, each.dependsOn());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /// A text that refers to nothing; else the text as it is written.
    private static String constant(Expression expression) {
        Evaluation found = Evaluator.evaluate(expression, Scope.of(Map.of(), Map.of()));
        return found.value().unmarked() instanceof Value.Text(String text)
                ? text
                : expression.range().text();
    }
}
