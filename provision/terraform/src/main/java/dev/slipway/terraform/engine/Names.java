package dev.slipway.terraform.engine;

import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.Suggestion;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.address.ResourceAddress;
import dev.slipway.terraform.config.ModuleCall;
import dev.slipway.terraform.config.Repetition;
import dev.slipway.terraform.config.Resource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Gathers the values that references in a module lead to: exactly those, so that nothing is
/// calculated that nobody needs. Belongs to one thread.
final class Names {
    private static final Set<String> REPETITION = Set.of("count", "each");

    private final ModuleValues module;
    private final Diagnostics diagnostics;
    private final Set<String> wrong = new HashSet<>();
    private final Map<String, Value> roots = new HashMap<>();
    private final Map<String, Map<String, Value>> groups = new TreeMap<>();
    private final Map<String, Map<String, Value>> resources = new TreeMap<>();

    Names(ModuleValues module, Diagnostics diagnostics) {
        this.module = module;
        this.diagnostics = diagnostics;
    }

    /// `own` are the names that only the expression itself sees, such as `each`; they come first.
    static Scope scope(
            ModuleValues module,
            List<Reference> references,
            Map<String, Value> own,
            Diagnostics diagnostics) {
        Names names = new Names(module, diagnostics);
        for (Reference each : references) {
            if (!own.containsKey(each.root())) {
                names.add(each);
            } else if (REPETITION.contains(each.root())
                    && own.get(each.root()) instanceof Value.Mapping attributes) {
                if (!names.checkAttribute(each, attributes.elements().keySet())) {
                    names.wrong.add(each.root());
                }
            }
        }
        return names.scope(own);
    }

    private Scope scope(Map<String, Value> own) {
        groups.forEach((root, values) -> roots.put(root, Values.object(values)));
        Map<String, Map<String, Value>> byMode = new TreeMap<>();
        resources.forEach((type, values) -> {
            int dot = type.indexOf('.');
            if (dot < 0) {
                roots.put(type, Values.object(values));
            } else {
                byMode.computeIfAbsent(type.substring(0, dot), _ -> new TreeMap<>())
                        .put(type.substring(dot + 1), Values.object(values));
            }
        });
        byMode.forEach((mode, types) -> roots.put(mode, Values.object(types)));
        roots.putAll(own);
        wrong.forEach(root -> roots.put(root, Values.DYNAMIC));
        return Scope.of(roots, module.functions(), module::providerFunction);
    }

    private void add(Reference reference) {
        switch (reference.root()) {
            case "var" -> named(reference, "input variable", module.variableNames());
            case "local" -> named(reference, "local value", module.localNames());
            case "module" -> named(reference, "module", module.callNames());
            case "path" -> fixed(reference, module.paths());
            case "terraform" -> fixed(reference, module.terraform());
            case "data" -> resource(reference, ResourceAddress.Mode.DATA, 0);
            case "ephemeral" -> resource(reference, ResourceAddress.Mode.EPHEMERAL, 0);
            case "resource" -> resource(reference, ResourceAddress.Mode.MANAGED, 0);
            case "each", "count", "self" -> notHere(reference);
            default -> resource(reference, ResourceAddress.Mode.MANAGED, -1);
        }
    }

    /// An object whose attributes are always the same.
    private void fixed(Reference reference, Value value) {
        boolean right = checkAttribute(reference, Values.entries(value).keySet());
        roots.putIfAbsent(reference.root(), right ? value : Values.DYNAMIC);
    }

    private boolean checkAttribute(Reference reference, Collection<String> known) {
        String name = name(reference, 0);
        if (name == null || known.contains(name)) {
            return true;
        }
        diagnostics.error(
                "Invalid \"" + reference.root() + "\" attribute",
                "The \""
                        + reference.root()
                        + "\" object does not have an attribute named \""
                        + name
                        + "\"; it has "
                        + String.join(", ", known)
                        + "."
                        + Suggestion.didYouMean(name, known),
                reference.range(1));
        return false;
    }

    private void notHere(Reference reference) {
        switch (reference.root()) {
            case "each" ->
                    wrong(
                            "Reference to \"each\" in context without for_each",
                            "The \"each\" object can be used only in blocks where the \"for_each\""
                                    + " argument is set.",
                            reference);
            case "count" ->
                    wrong(
                            "Reference to \"count\" in non-counted context",
                            "The \"count\" object can be used only in blocks where the \"count\""
                                    + " argument is set.",
                            reference);
            default ->
                    diagnostics.error(
                            "Invalid \"self\" reference",
                            "The \"self\" object is available only in provisioners, connections and"
                                    + " postconditions.",
                            reference.range(0));
        }
        roots.put(reference.root(), Values.DYNAMIC);
    }

    private void named(Reference reference, String what, Collection<String> known) {
        String name = name(reference, 0);
        Map<String, Value> group = groups.computeIfAbsent(reference.root(), _ -> new TreeMap<>());
        if (name == null) {
            wrong(
                    "Invalid reference",
                    "The \""
                            + reference.root()
                            + "\" object cannot be accessed directly. Instead, access one of its"
                            + " attributes.",
                    reference);
            return;
        }
        if (!known.contains(name)) {
            wrong(
                    "Reference to undeclared " + what,
                    "A"
                            + (what.startsWith("i") ? "n " : " ")
                            + what
                            + " with the name \""
                            + name
                            + "\" has not been declared."
                            + Suggestion.didYouMean(name, known),
                    reference);
            group.put(name, Values.DYNAMIC);
            return;
        }
        if (reference.root().equals("module") && !isCallRight(reference, name)) {
            group.put(name, Values.DYNAMIC);
            return;
        }
        group.computeIfAbsent(
                name,
                _ ->
                        switch (reference.root()) {
                            case "var" -> module.variable(name);
                            case "local" -> module.local(name);
                            default -> module.call(name);
                        });
    }

    /// Outputs belong to the instances of a module, not to their list.
    private boolean isCallRight(Reference reference, String name) {
        ModuleCall call = module.module().calls().get(name);
        boolean listed = call != null && call.repetition() instanceof Repetition.Count;
        if (!listed || reference.steps().size() < 2 || !reference.steps().get(1).isAttribute()) {
            return true;
        }
        SourceRange step = reference.steps().get(1).range();
        diagnostics.error(
                "Unsupported attribute",
                "The module \""
                        + name
                        + "\" has \"count\", so that what it stands for is a list. Choose an"
                        + " instance, as in module."
                        + name
                        + "[0], or use all: module."
                        + name
                        + "[*].",
                new SourceRange(step.source(), step.start() - 1, step.end()));
        return false;
    }

    /// `at` is the step with the type, -1 where that is the root.
    private void resource(Reference reference, ResourceAddress.Mode mode, int at) {
        String type = at < 0 ? reference.root() : name(reference, at);
        String name = name(reference, at + 1);
        if (type == null || name == null) {
            wrong(
                    "Invalid reference",
                    "A reference to a resource type must be followed by at least one attribute"
                            + " access, specifying the resource name.",
                    reference);
            roots.putIfAbsent(reference.root(), Values.DYNAMIC);
            return;
        }
        ResourceAddress address = new ResourceAddress(mode, type, name);
        Resource resource = module.module().resources().get(address);
        Value value =
                resource == null || !isKeyRight(reference, resource, at + 2)
                        ? Values.DYNAMIC
                        : module.resource(address);
        if (resource == null) {
            diagnostics.error(
                    "Reference to undeclared resource",
                    "A "
                            + (mode == ResourceAddress.Mode.MANAGED ? "managed" : "data")
                            + " resource \""
                            + type
                            + "\" \""
                            + name
                            + "\" has not been declared"
                            + (module.isRoot() ? " in the root module." : " in " + module + ".")
                            + Suggestion.didYouMean(address.toString(), module.resourceNames()),
                    reference.range(at + 2));
        }
        String group =
                reference.root().equals("resource") ? "resource." + type : mode.prefix() + type;
        resources
                .computeIfAbsent(group, _ -> new TreeMap<>())
                .put(name, value == null ? Values.DYNAMIC : value);
    }

    /// Whether an instance is chosen where there are several, and none where there is one; `at` is
    /// the step that would choose it.
    private boolean isKeyRight(Reference reference, Resource resource, int at) {
        if (at >= reference.steps().size()) {
            return true;
        }
        boolean chooses = !reference.steps().get(at).isAttribute();
        String address = resource.address().toString();
        return switch (resource.repetition()) {
            case Repetition.Once _, Repetition.Enabled _ when chooses -> {
                diagnostics.error(
                        "Unexpected resource instance key",
                        "Because "
                                + address
                                + " does not have \"count\" or \"for_each\" set, references to it"
                                + " must not include an index key. Remove the bracketed index to"
                                + " refer to the single instance of this resource.",
                        reference.range(at + 1));
                yield false;
            }
            case Repetition.Count _ when !chooses -> {
                missingKey(reference, address, "count", "count.index", at);
                yield false;
            }
            case Repetition.ForEach _ when !chooses -> {
                missingKey(reference, address, "for_each", "each.key", at);
                yield false;
            }
            default -> true;
        };
    }

    private void missingKey(
            Reference reference, String address, String argument, String key, int at) {
        diagnostics.error(
                "Missing resource instance key",
                "Because "
                        + address
                        + " has \""
                        + argument
                        + "\" set, its attributes must be accessed on specific instances. For"
                        + " example, to correlate with indices of a referring resource, use: "
                        + address
                        + "["
                        + key
                        + "]",
                reference.range(at));
    }

    private static @Nullable String name(Reference reference, int step) {
        return step < reference.steps().size()
                        && reference.steps().get(step).key() instanceof Value.Text(String text)
                ? text
                : null;
    }

    private void wrong(String summary, String detail, Reference reference) {
        SourceRange range = reference.range();
        diagnostics.error(summary, detail, range);
    }
}
