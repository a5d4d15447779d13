package dev.slipway.terraform.engine;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.schema.Block;
import dev.slipway.terraform.config.BlockSpecs;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.Provisioner;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.provisioner.ProvisionerRules;
import dev.slipway.terraform.provisioner.ProvisionerSchemas;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds mistakes in provisioners before anything is planned: else they would be found when the
/// object is there. Stateless.
final class ProvisionerChecks {
    private ProvisionerChecks() {}

    /// What can be said without values.
    static void structure(ConfigTree tree, Findings findings) {
        Diagnostics diagnostics = new Diagnostics();
        for (Resource resource : tree.module().resources().values()) {
            for (Provisioner each : resource.provisioners()) {
                read(ProvisionerSchemas.of(each.type()), each.config(), diagnostics);
                Content connection = each.connection(resource.connection());
                if (connection != null) {
                    read(ProvisionerSchemas.CONNECTION, connection, diagnostics);
                    connectionType(connection, diagnostics);
                }
            }
        }
        findings.addAll(diagnostics);
        tree.children().values().forEach(child -> structure(child, findings));
    }

    private static void read(Block schema, Content content, Diagnostics diagnostics) {
        content.read(BlockSpecs.bodySchema(schema), diagnostics);
    }

    /// A type that is not known yet is looked at when it is.
    private static void connectionType(Content connection, Diagnostics diagnostics) {
        Content.Attribute type = connection.justAttributes(new Diagnostics()).get("type");
        if (type == null) {
            return;
        }
        Evaluation constant = Evaluator.evaluate(type.expression(), Scope.of(Map.of(), Map.of()));
        if (constant.diagnostics().hasErrors()) {
            return;
        }
        try {
            Value text = Conversion.convert(constant.value(), Type.Primitive.STRING);
            String problem =
                    text.isNull() || !text.isKnown()
                            ? null
                            : ProvisionerRules.connectionProblem(Values.text(text));
            if (problem != null) {
                diagnostics.error(
                        "Unsupported connection type", problem + ".", type.expression().range());
            }
        } catch (ConversionException e) {
            // It is told where the block is read with its values.
        }
    }

    /// What can be said with values as far as they are known; `own` is what the blocks see of their
    /// own, `self` included.
    static void values(
            ModuleValues module, Resource resource, Map<String, Value> own, Findings findings) {
        for (Provisioner each : resource.provisioners()) {
            Diagnostics diagnostics = new Diagnostics();
            Content connection = each.connection(resource.connection());
            decode(module, ProvisionerSchemas.CONNECTION_VALUES, connection, own, diagnostics);
            if (connection != null) {
                read(ProvisionerSchemas.CONNECTION, connection, diagnostics);
                connectionType(connection, diagnostics);
            }
            Value config =
                    decode(
                            module,
                            ProvisionerSchemas.of(each.type()),
                            each.config(),
                            own,
                            diagnostics);
            if (config != null) {
                ProvisionerRules.check(each.type(), config, each.range(), diagnostics);
            }
            findings.addAll(diagnostics);
        }
    }

    private static @Nullable Value decode(
            ModuleValues module,
            Block schema,
            @Nullable Content content,
            Map<String, Value> own,
            Diagnostics diagnostics) {
        if (content == null) {
            return null;
        }
        Scope scope = module.scope(BlockSpecs.references(schema, content), own, diagnostics);
        return BlockSpecs.decode(schema, content, scope, diagnostics);
    }
}
