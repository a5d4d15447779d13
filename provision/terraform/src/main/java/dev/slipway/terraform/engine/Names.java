package dev.slipway.terraform.engine;

import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.Suggestion;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.address.ResourceAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Gathers the values that references in a module lead to: exactly those, so that nothing is
/// calculated that nobody needs. Belongs to one thread.
final class Names {
    private final ModuleValues module;
    private final Diagnostics diagnostics;
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
        return Scope.of(roots, module.functions(), module::providerFunction);
    }

    private void add(Reference reference) {
        switch (reference.root()) {
            case "var" -> named(reference, "input variable", module.variableNames());
            case "local" -> named(reference, "local value", module.localNames());
            case "module" -> named(reference, "module", module.callNames());
            case "path" -> roots.put("path", module.paths());
            case "terraform" -> roots.put("terraform", module.terraform());
            case "data" -> resource(reference, ResourceAddress.Mode.DATA, 0);
            case "ephemeral" -> resource(reference, ResourceAddress.Mode.EPHEMERAL, 0);
            case "resource" -> resource(reference, ResourceAddress.Mode.MANAGED, 0);
            case "each", "count", "self" -> notHere(reference);
            default -> resource(reference, ResourceAddress.Mode.MANAGED, -1);
        }
    }

    private void notHere(Reference reference) {
        String root = reference.root();
        String detail =
                switch (root) {
                    case "each" ->
                            "The \"each\" object can be used only in blocks where the \"for_each\""
                                    + " argument is set.";
                    case "count" ->
                            "The \"count\" object can be used only in blocks where the \"count\""
                                    + " argument is set.";
                    default ->
                            "The \"self\" object is available only in provisioners, connections and"
                                    + " postconditions.";
                };
        wrong("Reference to \"" + root + "\" in context where it is not set", detail, reference);
        roots.put(root, Values.DYNAMIC);
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
        group.computeIfAbsent(
                name,
                _ ->
                        switch (reference.root()) {
                            case "var" -> module.variable(name);
                            case "local" -> module.local(name);
                            default -> module.call(name);
                        });
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
        Value value = module.resource(address);
        if (value == null) {
            wrong(
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
                    reference);
            value = Values.DYNAMIC;
        }
        String group =
                reference.root().equals("resource") ? "resource." + type : mode.prefix() + type;
        resources.computeIfAbsent(group, _ -> new TreeMap<>()).put(name, value);
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
