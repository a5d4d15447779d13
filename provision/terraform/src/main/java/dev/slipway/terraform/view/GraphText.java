package dev.slipway.terraform.view;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.text.GoQuote;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.address.ConfigResource;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.ModulePath;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.ModuleCall;
import dev.slipway.terraform.config.Repetition;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.stored.Schemas;
import dev.slipway.terraform.trace.BodyExpressions;
import dev.slipway.terraform.trace.Traced;
import dev.slipway.terraform.trace.Tracer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Draws which resources depend on which others, in the language of Graphviz. What follows from
/// other arrows is left out. Safe for many threads.
public final class GraphText {
    private final Schemas schemas;

    public GraphText(Schemas schemas) {
        this.schemas = requireNonNull(schemas, "schemas");
    }

    public String text(ConfigTree config) {
        StringBuilder out = new StringBuilder("digraph G {\n");
        out.append("  rankdir = \"RL\";\n");
        out.append("  node [shape = rect, fontname = \"sans-serif\"];\n");
        nodes(config, out);
        SortedMap<ConfigResource, SortedSet<ConfigResource>> arrows = new TreeMap<>();
        collect(config, config, arrows);
        arrows.forEach((from, targets) -> {
            for (ConfigResource to : targets) {
                if (!isImplied(from, to, arrows)) {
                    out.append("  ").append(quoted(from)).append(" -> ");
                    out.append(quoted(to)).append(";\n");
                }
            }
        });
        return out.append("}\n").toString();
    }

    private static String quoted(Object name) {
        return GoQuote.quoted(name.toString());
    }

    private static void nodes(ConfigTree tree, StringBuilder out) {
        boolean inside = !tree.path().isRoot();
        String indent = inside ? "    " : "  ";
        if (inside && !tree.module().resources().isEmpty()) {
            out.append("  subgraph ").append(quoted("cluster_" + tree.path())).append(" {\n");
            out.append("    label = ").append(quoted(tree.path())).append('\n');
            out.append("    fontname = \"sans-serif\"\n");
        }
        for (Resource each : tree.module().resources().values()) {
            out.append(indent).append(quoted(each.address().in(tree.path())));
            out.append(" [label=").append(quoted(each.address())).append("];\n");
        }
        if (inside && !tree.module().resources().isEmpty()) {
            out.append("  }\n");
        }
        tree.children().values().forEach(each -> nodes(each, out));
    }

    private void collect(
            ConfigTree tree,
            ConfigTree root,
            Map<ConfigResource, SortedSet<ConfigResource>> arrows) {
        for (Resource each : tree.module().resources().values()) {
            SortedSet<ConfigResource> targets = new TreeSet<>();
            ModuleInstance module = ModuleInstance.of(tree.path());
            Tracer tracer = new Tracer(root);
            Schema schema = schemas.find(BodyExpressions.provider(tree, each), each.address());
            BodyExpressions.references(each.config(), schema == null ? null : schema.block())
                    .forEach(expression -> tracer.follow(module, expression));
            follow(each.repetition(), module, tracer);
            each.dependsOn().forEach(reference -> tracer.follow(module, reference));
            callers(tree.path(), root, tracer);
            for (Traced traced : tracer.found()) {
                targets.add(traced.resource().config());
            }
            ConfigResource from = each.address().in(tree.path());
            targets.remove(from);
            arrows.put(from, targets);
        }
        tree.children().values().forEach(each -> collect(each, root, arrows));
    }

    private static void follow(Repetition repetition, ModuleInstance module, Tracer tracer) {
        switch (repetition) {
            case Repetition.Once _ -> {}
            case Repetition.Count(Expression count) -> tracer.follow(module, count);
            case Repetition.ForEach(Expression each) -> tracer.follow(module, each);
            case Repetition.Enabled(Expression enabled) -> tracer.follow(module, enabled);
        }
    }

    /// What a module depends on, everything in it does.
    private static void callers(ModulePath path, ConfigTree root, Tracer tracer) {
        if (path.isRoot()) {
            return;
        }
        ConfigTree parent = root.find(path.parent());
        ModuleCall call = parent == null ? null : parent.module().calls().get(path.last());
        if (call != null) {
            ModuleInstance module = ModuleInstance.of(path.parent());
            for (Reference each : call.dependsOn()) {
                tracer.follow(module, each);
            }
            follow(call.repetition(), module, tracer);
        }
        callers(path.parent(), root, tracer);
    }

    /// Whether another of its arrows leads there too.
    private static boolean isImplied(
            ConfigResource from,
            ConfigResource to,
            Map<ConfigResource, SortedSet<ConfigResource>> arrows) {
        Deque<ConfigResource> next = new ArrayDeque<>();
        List<ConfigResource> others = new ArrayList<>(arrows.getOrDefault(from, new TreeSet<>()));
        others.remove(to);
        next.addAll(others);
        Set<ConfigResource> seen = new HashSet<>(others);
        while (!next.isEmpty()) {
            for (ConfigResource each : arrows.getOrDefault(next.pop(), new TreeSet<>())) {
                if (each.equals(to)) {
                    return true;
                }
                if (seen.add(each)) {
                    next.add(each);
                }
            }
        }
        return false;
    }
}
