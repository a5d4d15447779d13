package dev.slipway.terraform.trace;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.References;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Value;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.ResourceAddress;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.Local;
import dev.slipway.terraform.config.Module;
import dev.slipway.terraform.config.ModuleCall;
import dev.slipway.terraform.config.Output;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Finds the resources that expressions are about. Belongs to one thread.
public final class Tracer {
    private final ConfigTree root;
    private final Set<Traced> found = new LinkedHashSet<>();

    /// What was followed already; configurations that refer in circles are not followed for ever.
    private final Set<Named> followed = new HashSet<>();

    private record Named(ModuleInstance module, String name) {}

    public Tracer(ConfigTree root) {
        this.root = requireNonNull(root, "root");
    }

    /// Follows an expression that stands in a module.
    public Tracer follow(ModuleInstance module, Expression expression) {
        References.of(expression).forEach(each -> follow(module, each));
        return this;
    }

    /// What was found so far, in the order it was met.
    public List<Traced> found() {
        return List.copyOf(found);
    }

    public void follow(ModuleInstance module, Reference reference) {
        ConfigTree tree = root.find(module.path());
        if (tree == null) {
            return;
        }
        switch (reference.root()) {
            case "local" -> local(module, tree.module(), name(reference, 0));
            case "var" -> variable(module, name(reference, 0));
            case "module" -> outputs(module, tree, reference);
            case "each", "count", "path", "terraform", "self" -> {}
            case "data" -> resource(module, tree, reference, ResourceAddress.Mode.DATA, 1);
            case "ephemeral" ->
                    resource(module, tree, reference, ResourceAddress.Mode.EPHEMERAL, 1);
            default -> resource(module, tree, reference, ResourceAddress.Mode.MANAGED, 0);
        }
    }

    private static String name(Reference reference, int step) {
        return step < reference.steps().size()
                        && reference.steps().get(step).key() instanceof Value.Text(String name)
                ? name
                : "";
    }

    private void local(ModuleInstance module, Module in, String name) {
        Local local = in.locals().get(name);
        if (local != null && followed.add(new Named(module, "local." + name))) {
            follow(module, local.expression());
        }
    }

    private void variable(ModuleInstance module, String name) {
        if (module.isRoot() || !followed.add(new Named(module, "var." + name))) {
            return;
        }
        ConfigTree parent = root.find(module.parent().path());
        String callName = module.steps().getLast().name();
        ModuleCall call = parent == null ? null : parent.module().calls().get(callName);
        Content.Attribute input = call == null ? null : call.inputs().get(name);
        if (input != null) {
            follow(module.parent(), input.expression());
        }
    }

    private void outputs(ModuleInstance module, ConfigTree tree, Reference reference) {
        String name = name(reference, 0);
        ConfigTree child = tree.children().get(name);
        if (child == null) {
            return;
        }
        InstanceKey key = key(reference, 1);
        boolean keyed = !(key instanceof InstanceKey.None);
        ModuleInstance inside = module.child(name, key);
        String wanted = name(reference, keyed ? 2 : 1);
        for (Output each : child.module().outputs().values()) {
            boolean meant = wanted.isEmpty() || wanted.equals(each.name());
            if (meant && followed.add(new Named(inside, "output." + each.name()))) {
                follow(inside, each.value());
            }
        }
    }

    /// A key in brackets at this step; names after a dot are none.
    private static InstanceKey key(Reference reference, int step) {
        if (step >= reference.steps().size()) {
            return InstanceKey.NONE;
        }
        Reference.Step at = reference.steps().get(step);
        boolean bracket =
                at.range().start() < at.range().source().text().length()
                        && at.range().source().text().charAt(at.range().start()) == '[';
        if (at.key() instanceof Value.Text(String name) && bracket) {
            return InstanceKey.of(name);
        }
        Long index =
                at.key() instanceof Value.Numeric(BigFloat number) ? number.toLongExact() : null;
        return index == null || index < 0 ? InstanceKey.NONE : InstanceKey.of(index);
    }

    private void resource(
            ModuleInstance module,
            ConfigTree tree,
            Reference reference,
            ResourceAddress.Mode mode,
            int first) {
        boolean plain = mode == ResourceAddress.Mode.MANAGED;
        String type = plain ? reference.root() : name(reference, first - 1);
        ResourceAddress address = new ResourceAddress(mode, type, name(reference, first));
        if (!tree.module().resources().containsKey(address)) {
            return;
        }
        InstanceKey key = key(reference, first + 1);
        int steps = key instanceof InstanceKey.None ? first + 1 : first + 2;
        List<Reference.Step> part = new ArrayList<>(reference.steps());
        found.add(
                new Traced(
                        address.in(module),
                        key,
                        part.subList(Math.min(steps, part.size()), part.size())));
    }
}
