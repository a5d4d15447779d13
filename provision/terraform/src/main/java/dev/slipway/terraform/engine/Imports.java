package dev.slipway.terraform.engine;

import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.TypeNames;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.address.ConfigResource;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.ModulePath;
import dev.slipway.state.address.ResourcePath;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.change.Marks;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.ProviderRef;
import dev.slipway.terraform.config.Refactorings.Import;
import dev.slipway.terraform.config.Repetition;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.plan.ResourceChange.Importing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which remote objects `import` blocks want to be taken over, and as what. The blocks of a
/// resource are evaluated when it is first asked for, since they may refer to others. Thread-safe.
final class Imports {
    private final PlanRun run;
    private final Map<ConfigResource, List<Statement>> statements = new HashMap<>();
    private final Map<ConfigResource, Memo<Map<InstanceAddress, Wanted>>> wanted =
            new ConcurrentHashMap<>();

    private final Map<InstanceAddress, Wanted> asked = new ConcurrentHashMap<>();

    private record Statement(ModulePath module, Import block) {}

    /// One object by what its provider knows it by.
    record Wanted(Importing by, @Nullable ProviderRef provider, @Nullable SourceRange place) {}

    Imports(PlanRun run) {
        this.run = run;
        collect(run.root);
    }

    private void collect(ConfigTree tree) {
        for (Import each : tree.module().refactorings().imports()) {
            statements
                    .computeIfAbsent(each.resource(tree.path()), _ -> new ArrayList<>())
                    .add(new Statement(tree.path(), each));
        }
        tree.children().values().forEach(this::collect);
    }

    /// Asks for one more, by command.
    void add(InstanceAddress address, String id) {
        asked.put(address, new Wanted(Importing.of(id), null, null));
    }

    /// Null if the instance is not imported.
    @Nullable Wanted of(InstanceAddress address) {
        Wanted byCommand = asked.get(address);
        return byCommand != null ? byCommand : of(address.resource().config()).get(address);
    }

    /// All instances of a resource that are imported.
    Map<InstanceAddress, Wanted> of(ConfigResource resource) {
        List<Statement> all = statements.get(resource);
        return all == null
                ? Map.of()
                : wanted.computeIfAbsent(
                                resource,
                                _ -> new Memo<>("import of " + resource, () -> evaluate(all)))
                        .get();
    }

    /// The resources that are imported into and not declared.
    List<ConfigResource> undeclared() {
        return statements.keySet().stream().filter(each -> !isDeclared(each)).sorted().toList();
    }

    private boolean isDeclared(ConfigResource resource) {
        ConfigTree tree = run.root.find(resource.module());
        return tree != null && tree.module().resources().containsKey(resource.resource());
    }

    /// Tells of blocks for which nothing is declared.
    void refuseUndeclared() {
        for (ConfigResource each : undeclared()) {
            for (Statement statement : statements.getOrDefault(each, List.of())) {
                run.findings()
                        .error(
                                "Configuration for import target does not exist",
                                "There is no resource \""
                                        + each
                                        + "\" in the configuration. Declare it, or have its"
                                        + " configuration written: plan"
                                        + " -generate-config-out=FILE.",
                                statement.block().place());
            }
        }
    }

    /// Tells of instances that are imported though the resource does not have them.
    void refuseMissingInstances() {
        for (ConfigResource each : statements.keySet()) {
            ConfigTree tree = run.root.find(each.module());
            Resource resource =
                    tree == null ? null : tree.module().resources().get(each.resource());
            if (resource != null) {
                of(each).forEach((address, wanted) -> checkInstance(address, wanted, resource));
            }
        }
    }

    private void checkInstance(InstanceAddress address, Wanted wanted, Resource resource) {
        ModuleValues module = run.findModule(address.module());
        Expansion expansion = module == null ? null : run.expansion(module, resource);
        boolean there =
                expansion != null
                        && (!expansion.isKnown()
                                || expansion.instances().containsKey(address.key()));
        if (!there) {
            run.findings()
                    .error(
                            "Configuration for import target does not exist",
                            "The resource has no instance " + address + ".",
                            wanted.place());
        }
    }

    private Map<InstanceAddress, Wanted> evaluate(List<Statement> all) {
        Map<InstanceAddress, Wanted> found = new TreeMap<>();
        Diagnostics diagnostics = new Diagnostics();
        for (Statement each : all) {
            for (ModuleValues module : run.modules(each.module())) {
                evaluate(module, each.block(), found, diagnostics);
            }
        }
        run.findings().addAll(diagnostics);
        return Map.copyOf(found);
    }

    private static void evaluate(
            ModuleValues module,
            Import block,
            Map<InstanceAddress, Wanted> found,
            Diagnostics diagnostics) {
        if (block.forEach() == null) {
            evaluate(module, block, Map.of(), found, diagnostics);
            return;
        }
        Expansion expansion =
                new Repetitions(each -> module.evaluate(each, Map.of()), diagnostics)
                        .expand(new Repetition.ForEach(block.forEach()));
        for (InstanceKey key : expansion.instances().keySet()) {
            evaluate(module, block, expansion.names(key), found, diagnostics);
        }
    }

    private static void evaluate(
            ModuleValues module,
            Import block,
            Map<String, Value> own,
            Map<InstanceAddress, Wanted> found,
            Diagnostics diagnostics) {
        InstanceAddress address = address(module, block, own, diagnostics);
        Importing by = by(module, block, own, diagnostics);
        if (address == null || by == null) {
            return;
        }
        Wanted before = found.putIfAbsent(address, new Wanted(by, block.provider(), block.place()));
        if (before != null) {
            diagnostics.error(
                    "Imported twice",
                    "An object is imported as " + address + " at " + before.place() + " already.",
                    block.range());
        }
    }

    private static @Nullable InstanceAddress address(
            ModuleValues module, Import block, Map<String, Value> own, Diagnostics diagnostics) {
        InstanceKey key = InstanceKey.NONE;
        if (block.to() instanceof Target.Instance(InstanceAddress instance)) {
            key = instance.key();
        }
        if (block.toKey() != null) {
            Value value = value(module, block.toKey(), own, diagnostics);
            key = value == null ? null : key(value);
        }
        ResourcePath path = block.path();
        if (key == null) {
            if (!diagnostics.hasErrors()) {
                diagnostics.error(
                        "Invalid import address",
                        "The key of the instance must be a text or a whole number that is known"
                                + " before anything is applied.",
                        block.range());
            }
            return null;
        }
        List<ModuleInstance.Step> steps = new ArrayList<>(module.instance().steps());
        steps.addAll(path.module().steps());
        return path.resource().in(new ModuleInstance(steps)).instance(key);
    }

    private static @Nullable InstanceKey key(Value value) {
        if (value instanceof Value.Text(String name)) {
            return InstanceKey.of(name);
        }
        Long index = value instanceof Value.Numeric(BigFloat number) ? number.toLongExact() : null;
        return index == null || index < 0 ? null : InstanceKey.of(index);
    }

    private static @Nullable Importing by(
            ModuleValues module, Import block, Map<String, Value> own, Diagnostics diagnostics) {
        if (block.id() != null) {
            return byId(module, block.id(), own, diagnostics);
        }
        return block.identity() == null
                ? null
                : byIdentity(module, block.identity(), own, diagnostics);
    }

    private static @Nullable Importing byIdentity(
            ModuleValues module,
            Expression identity,
            Map<String, Value> own,
            Diagnostics diagnostics) {
        Value value = value(module, identity, own, diagnostics);
        if (value == null) {
            return null;
        }
        boolean keyed = value.type() instanceof Type.ObjectOf || value.type() instanceof Type.MapOf;
        if (value.isWhollyKnown() && !value.isNull() && keyed) {
            return Importing.of(value);
        }
        diagnostics.error(
                "Invalid import identity",
                "The identity of what is imported is "
                        + (value.isWhollyKnown()
                                ? value.isNull() ? "null" : TypeNames.withArticle(value.type())
                                : "not known before something is applied")
                        + " (expected: an object that is known).",
                identity.range());
        return null;
    }

    private static @Nullable Importing byId(
            ModuleValues module,
            Expression expression,
            Map<String, Value> own,
            Diagnostics diagnostics) {
        Value value = value(module, expression, own, diagnostics);
        if (value instanceof Value.Text(String id) && !id.isEmpty()) {
            return Importing.of(id);
        }
        if (value != null) {
            diagnostics.error(
                    "Invalid import id argument",
                    "The id of what is imported is "
                            + (value.isKnown()
                                    ? value.isNull() ? "null" : "no text, or an empty one"
                                    : "not known before something is applied")
                            + " (expected: a text that is known).",
                    expression.range());
        }
        return null;
    }

    /// Without marks; null if there are mistakes.
    private static @Nullable Value value(
            ModuleValues module,
            Expression expression,
            Map<String, Value> own,
            Diagnostics diagnostics) {
        Evaluation evaluation = module.evaluate(expression, own);
        diagnostics.addAll(evaluation.diagnostics());
        if (evaluation.diagnostics().hasErrors()) {
            return null;
        }
        Set<Mark> marks = Values.deepMarks(evaluation.value());
        if (marks.contains(Mark.SENSITIVE) || marks.contains(Mark.EPHEMERAL)) {
            diagnostics.error(
                    "Invalid import argument",
                    "The value is sensitive or ephemeral, but is shown in the plan.",
                    expression.range());
            return null;
        }
        return Marks.plain(evaluation.value());
    }
}
