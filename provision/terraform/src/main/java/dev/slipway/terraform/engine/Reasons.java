package dev.slipway.terraform.engine;

import dev.slipway.hcl.decode.BodySchema;
import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.References;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.terraform.config.Node;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Says of a change which arguments make it, where they are written, and what they follow. Belongs
/// to one thread.
final class Reasons {
    private static final int LINES_MAX = 5;
    private static final int LENGTH_MAX = 60;

    private final PlanRun run;
    private final ModuleValues module;
    private final Resource resource;

    Reasons(PlanRun run, ModuleValues module, Resource resource) {
        this.run = run;
        this.module = module;
        this.resource = resource;
    }

    List<String> of(Change change) {
        boolean changes = change.action() == Action.UPDATE || change.action().isReplace();
        if (!changes
                || !(change.before().unmarked() instanceof Value.Mapping before)
                || !(change.after().unmarked() instanceof Value.Mapping after)) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, Value> each : after.elements().entrySet()) {
            Value old = before.elements().getOrDefault(each.getKey(), Values.NULL);
            if (!old.equals(each.getValue()) && lines.size() < LINES_MAX) {
                String line = line(each.getKey());
                if (!line.isEmpty()) {
                    lines.add(line);
                }
            }
        }
        return lines;
    }

    /// Empty where the argument is not written, so that the provider decides.
    private String line(String name) {
        Content.Found found =
                resource.config()
                        .readPart(
                                new BodySchema(
                                        List.of(new BodySchema.Attribute(name, false)), List.of()),
                                new Diagnostics())
                        .found();
        Content.Attribute attribute = found.attributes().get(name);
        if (attribute == null) {
            return "";
        }
        String text = attribute.expression().range().text().replaceAll("\\s+", " ");
        String shown =
                text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX - 3) + "...";
        StringBuilder line = new StringBuilder(name).append(" = ").append(shown);
        line.append(" (").append(place(attribute)).append(')');
        List<String> changing = changing(attribute);
        if (!changing.isEmpty()) {
            line.append(", since ").append(String.join(" and ", changing)).append(" changes");
        }
        return line.toString();
    }

    private static String place(Content.Attribute attribute) {
        var range = attribute.expression().range();
        return range.source().name() + ":" + range.startPosition().line();
    }

    /// The resources that the argument refers to and that change too.
    private List<String> changing(Content.Attribute attribute) {
        List<String> changing = new ArrayList<>();
        for (Reference reference : References.of(attribute.expression())) {
            for (Node node : run.graph.nodes(module.instance().path(), reference)) {
                if (node instanceof Node.OfResource(var other) && run.isPending(other)) {
                    changing.add(reference.toString());
                }
            }
        }
        return changing.stream().distinct().toList();
    }
}
