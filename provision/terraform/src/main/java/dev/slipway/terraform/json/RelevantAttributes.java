package dev.slipway.terraform.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.Output;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.plan.ResourceChange;
import dev.slipway.terraform.stored.Schemas;
import dev.slipway.terraform.trace.BodyExpressions;
import dev.slipway.terraform.trace.Traced;
import dev.slipway.terraform.trace.Tracer;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Writes which attributes of which objects the changes of a plan depend on. Belongs to one thread.
final class RelevantAttributes {
    private final ConfigTree config;
    private final Schemas schemas;
    private final Tracer tracer;

    RelevantAttributes(ConfigTree config, Schemas schemas) {
        this.config = config;
        this.schemas = schemas;
        this.tracer = new Tracer(config);
    }

    /// A field, left out if there are none.
    void write(JsonGenerator json, Plan plan) throws IOException {
        plan.changes().stream().filter(each -> each.action() != Action.NOOP).forEach(this::follow);
        outputs(plan);
        SortedMap<String, Traced> sorted = new TreeMap<>();
        for (Traced each : tracer.found()) {
            sorted.put(
                    each.resource() + "" + each.key() + " " + each.part().size() + text(each),
                    each);
        }
        if (sorted.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("relevant_attributes");
        for (Traced each : sorted.values()) {
            json.writeStartObject();
            json.writeStringField("resource", each.resource().toString() + each.key());
            json.writeArrayFieldStart("attribute");
            for (Reference.Step step : each.part()) {
                ValueJson.write(json, step.key());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String text(Traced traced) {
        StringBuilder text = new StringBuilder();
        traced.part().forEach(each -> text.append('.').append(each.key()));
        return text.toString();
    }

    private void follow(ResourceChange change) {
        ModuleInstance module = change.address().module();
        ConfigTree tree = config.find(module.path());
        Resource resource =
                tree == null
                        ? null
                        : tree.module().resources().get(change.address().resource().resource());
        if (resource == null) {
            return;
        }
        Schema schema = schemas.find(change.provider().source(), resource.address());
        BodyExpressions.references(resource.config(), schema == null ? null : schema.block())
                .forEach(each -> tracer.follow(module, each));
    }

    /// Those of the root module that change, and all of modules that have objects in the plan;
    /// where nothing is planned all, and where all is destroyed none of modules.
    private void outputs(Plan plan) {
        boolean refreshing = plan.mode() == Plan.Mode.REFRESH_ONLY;
        plan.outputs()
                .forEach((name, change) -> {
                    Output output = config.module().outputs().get(name);
                    if (output != null && (refreshing || change.change().action() != Action.NOOP)) {
                        tracer.follow(ModuleInstance.ROOT, output.value());
                    }
                });
        TreeSet<ModuleInstance> modules = new TreeSet<>();
        if (refreshing) {
            plan.prior().resources().keySet().forEach(each -> modules.add(each.module()));
        } else if (plan.mode() == Plan.Mode.NORMAL) {
            plan.changes().forEach(each -> modules.add(each.address().module()));
        }
        modules.remove(ModuleInstance.ROOT);
        for (ModuleInstance module : modules) {
            ConfigTree tree = config.find(module.path());
            if (tree != null) {
                tree.module()
                        .outputs()
                        .values()
                        .forEach(each -> tracer.follow(module, each.value()));
            }
        }
    }
}
