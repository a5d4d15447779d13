package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.References;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.Value;
import dev.slipway.provider.schema.Block;
import dev.slipway.state.address.ConfigResource;
import dev.slipway.state.address.ModulePath;
import dev.slipway.state.address.ResourceAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What refers to what in a whole configuration, whichever instances there will be. Immutable once
/// made.
public final class ReferenceGraph {
    private final ConfigTree root;
    private final BodySchemas schemas;
    private final Map<Node, Set<Node>> edges = new LinkedHashMap<>();
    private final Map<ConfigResource, SortedSet<ConfigResource>> dependencies = new HashMap<>();

    /// Where the schema of a body comes from; null where it is not known, and then the body's
    /// references are not followed.
    public interface BodySchemas {
        @Nullable Block resource(ModulePath module, Resource resource);

        @Nullable Block provider(ModulePath module, ProviderBlock provider);
    }

    public ReferenceGraph(ConfigTree root, BodySchemas schemas) {
        this.root = root;
        this.schemas = schemas;
        addModule(root, null);
        addImports(root);
    }

    private void addImports(ConfigTree tree) {
        tree.module().refactorings().imports().forEach(each -> addImport(tree.path(), each));
        tree.children().values().forEach(this::addImports);
    }

    private void addModule(ConfigTree tree, @Nullable ModuleCall call) {
        ModulePath path = tree.path();
        Module module = tree.module();
        module.variables().keySet().forEach(name -> addVariable(path, name, call));
        module.locals()
                .forEach((name, local) ->
                        add(new Node.OfLocal(path, name), path, List.of(local.expression())));
        module.outputs().values().forEach(output -> addOutput(path, output));
        module.providers().forEach(provider -> addProvider(path, provider));
        module.resources().values().forEach(resource -> addResource(path, resource));
        module.calls()
                .forEach((name, inner) -> {
                    Node node = new Node.OfCall(path.child(name));
                    add(node, path, expressions(inner.repetition()));
                    addCallAbove(node, path);
                    ConfigTree child = tree.children().get(name);
                    if (child != null) {
                        addModule(child, inner);
                    }
                });
    }

    private Set<Node> targets(Node node) {
        return edges.computeIfAbsent(node, _ -> new LinkedHashSet<>());
    }

    private void addVariable(ModulePath path, String name, @Nullable ModuleCall call) {
        Node node = new Node.OfVariable(path, name);
        targets(node);
        if (call == null) {
            return;
        }
        Content.Attribute input = call.inputs().get(name);
        if (input != null) {
            add(node, path.parent(), List.of(input.expression()));
        }
        addCallAbove(node, path);
    }

    private void addOutput(ModulePath path, Output output) {
        Node node = new Node.OfOutput(path, output.name());
        add(node, path, List.of(output.value()));
        addConditions(node, path, output.preconditions());
        addAll(node, path, output.dependsOn());
        addCallAbove(node, path);
    }

    private void addProvider(ModulePath path, ProviderBlock provider) {
        Node node = providerNode(path, provider.localName(), provider.alias());
        targets(node);
        if (provider.forEach() != null) {
            add(node, path, List.of(provider.forEach()));
        }
        Block schema = schemas.provider(path, provider);
        if (schema != null) {
            addAll(node, path, BlockSpecs.references(schema, provider.config()));
        }
    }

    private static Node providerNode(ModulePath path, String localName, String alias) {
        return new Node.OfProvider(path, alias.isEmpty() ? localName : localName + "." + alias);
    }

    private void addResource(ModulePath path, Resource resource) {
        Node node = new Node.OfResource(resource.address().in(path));
        add(node, path, expressions(resource.repetition()));
        addAll(node, path, resource.dependsOn());
        Lifecycle lifecycle = resource.lifecycle();
        addConditions(node, path, lifecycle.preconditions());
        addConditions(node, path, lifecycle.postconditions());
        add(node, path, lifecycle.replaceTriggeredBy());
        if (lifecycle.preventDestroy() != null) {
            add(node, path, List.of(lifecycle.preventDestroy()));
        }
        Block schema = schemas.resource(path, resource);
        if (schema != null) {
            addAll(node, path, BlockSpecs.references(schema, resource.config()));
        }
        for (Provisioner each : resource.provisioners()) {
            addAll(node, path, loose(each.config()));
            Content connection = each.connection(resource.connection());
            if (connection != null) {
                addAll(node, path, loose(connection));
            }
        }
        // What an object says of itself after it was made is no reference to elsewhere.
        targets(node).remove(node);
        addCallAbove(node, path);
        addProviderEdge(node, path, resource);
        for (ModulePath at = path; !at.isRoot(); at = at.parent()) {
            ConfigTree caller = root.find(at.parent());
            ModuleCall call = caller == null ? null : caller.module().calls().get(at.last());
            if (call != null) {
                addAll(node, at.parent(), call.dependsOn());
            }
        }
    }

    /// What says by which id an object is imported must be known first.
    private void addImport(ModulePath path, Refactorings.Import block) {
        Node into = new Node.OfResource(block.resource(path));
        for (Expression each : Arrays.asList(block.id(), block.toKey(), block.forEach())) {
            if (each != null && edges.containsKey(into)) {
                add(into, path, List.of(each));
            }
        }
    }

    private void addProviderEdge(Node node, ModulePath path, Resource resource) {
        ProviderRef ref = resource.provider();
        String name = ref == null ? resource.address().impliedProvider() : ref.localName();
        String alias = ref == null ? "" : ref.alias();
        for (ModulePath at = path; ; at = at.parent()) {
            Node provider = providerNode(at, name, alias);
            if (edges.containsKey(provider)) {
                targets(node).add(provider);
                return;
            }
            if (at.isRoot()) {
                return;
            }
        }
    }

    /// The references of arguments whose schema the engine itself knows, taken one by one.
    private static List<Reference> loose(Content content) {
        List<Reference> references = new ArrayList<>();
        content.justAttributes(new Diagnostics())
                .values()
                .forEach(each -> references.addAll(References.of(each.expression())));
        return references;
    }

    private void addConditions(Node node, ModulePath path, List<Condition> conditions) {
        for (Condition each : conditions) {
            add(node, path, List.of(each.condition(), each.errorMessage()));
        }
    }

    private void addCallAbove(Node node, ModulePath path) {
        if (!path.isRoot()) {
            targets(node).add(new Node.OfCall(path));
        }
    }

    private static List<Expression> expressions(Repetition repetition) {
        return switch (repetition) {
            case Repetition.Once _ -> List.of();
            case Repetition.Count(Expression count) -> List.of(count);
            case Repetition.ForEach(Expression forEach) -> List.of(forEach);
            case Repetition.Enabled(Expression enabled) -> List.of(enabled);
        };
    }

    private void add(Node node, ModulePath path, Collection<Expression> expressions) {
        targets(node);
        expressions.forEach(each -> addAll(node, path, References.of(each)));
    }

    private void addAll(Node node, ModulePath path, Collection<Reference> references) {
        Set<Node> targets = targets(node);
        references.forEach(each -> targets.addAll(nodes(path, each)));
    }

    /// What a reference in a module leads to.
    public List<Node> nodes(ModulePath path, Reference reference) {
        ConfigTree tree = root.find(path);
        String first = name(reference, 0);
        return switch (reference.root()) {
            case "var" -> List.of(new Node.OfVariable(path, first));
            case "local" -> List.of(new Node.OfLocal(path, first));
            case "module" -> moduleNodes(path, first, reference);
            case "data" ->
                    resource(path, ResourceAddress.Mode.DATA, first, name(reference, 1), tree);
            case "ephemeral" ->
                    resource(path, ResourceAddress.Mode.EPHEMERAL, first, name(reference, 1), tree);
            case "resource" ->
                    resource(path, ResourceAddress.Mode.MANAGED, first, name(reference, 1), tree);
            default -> resource(path, ResourceAddress.Mode.MANAGED, reference.root(), first, tree);
        };
    }

    private static List<Node> resource(
            ModulePath path,
            ResourceAddress.Mode mode,
            String type,
            String name,
            @Nullable ConfigTree tree) {
        ResourceAddress address = new ResourceAddress(mode, type, name);
        boolean known = tree != null && tree.module().resources().containsKey(address);
        return known ? List.of(new Node.OfResource(address.in(path))) : List.of();
    }

    /// One output where it is named, else all of the module.
    private List<Node> moduleNodes(ModulePath path, String call, Reference reference) {
        ModulePath inner = path.child(call);
        ConfigTree child = root.find(inner);
        if (child == null) {
            return List.of();
        }
        for (int i = 1; i < reference.steps().size(); i++) {
            String name = name(reference, i);
            if (child.module().outputs().containsKey(name)) {
                return List.of(new Node.OfOutput(inner, name));
            }
        }
        List<Node> all = new ArrayList<>();
        all.add(new Node.OfCall(inner));
        child.module().outputs().keySet().forEach(each -> all.add(new Node.OfOutput(inner, each)));
        if (reference.steps().size() <= 1) {
            addResources(child, all);
        }
        return all;
    }

    private static void addResources(ConfigTree tree, List<Node> nodes) {
        tree.module()
                .resources()
                .keySet()
                .forEach(each -> nodes.add(new Node.OfResource(each.in(tree.path()))));
        tree.children().values().forEach(child -> addResources(child, nodes));
    }

    private static String name(Reference reference, int step) {
        return step < reference.steps().size()
                        && reference.steps().get(step).key() instanceof Value.Text(String text)
                ? text
                : "";
    }

    /// A circle of references, in order and without its first node repeated; empty if there is
    /// none.
    public List<Node> circle() {
        Set<Node> finished = new HashSet<>();
        for (Node start : edges.keySet()) {
            List<Node> circle = circle(start, finished);
            if (!circle.isEmpty()) {
                return circle;
            }
        }
        return List.of();
    }

    private List<Node> circle(Node start, Set<Node> finished) {
        Deque<Node> path = new ArrayDeque<>();
        Deque<java.util.Iterator<Node>> open = new ArrayDeque<>();
        Set<Node> onPath = new LinkedHashSet<>();
        if (finished.contains(start)) {
            return List.of();
        }
        path.push(start);
        onPath.add(start);
        open.push(edges.getOrDefault(start, Set.of()).iterator());
        while (!open.isEmpty()) {
            if (!open.peek().hasNext()) {
                open.pop();
                Node left = path.pop();
                onPath.remove(left);
                finished.add(left);
                continue;
            }
            Node next = open.peek().next();
            if (onPath.contains(next)) {
                List<Node> whole = new ArrayList<>(onPath);
                return whole.subList(whole.indexOf(next), whole.size());
            }
            if (!finished.contains(next)) {
                path.push(next);
                onPath.add(next);
                open.push(edges.getOrDefault(next, Set.of()).iterator());
            }
        }
        return List.of();
    }

    /// All resources that a resource needs, directly or not, in order; itself is not among them.
    public synchronized SortedSet<ConfigResource> dependencies(ConfigResource resource) {
        SortedSet<ConfigResource> known = dependencies.get(resource);
        if (known == null) {
            known = new TreeSet<>();
            for (Node each : reachable(List.of(new Node.OfResource(resource)))) {
                if (each instanceof Node.OfResource(ConfigResource other)
                        && !other.equals(resource)) {
                    known.add(other);
                }
            }
            dependencies.put(resource, known);
        }
        return known;
    }

    /// The resources that a resource needs without another between them; itself is not among them.
    public Set<ConfigResource> nearest(ConfigResource resource) {
        Node start = new Node.OfResource(resource);
        Set<ConfigResource> nearest = new TreeSet<>();
        Set<Node> seen = new HashSet<>(Set.of(start));
        Deque<Node> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            for (Node next : edges.getOrDefault(open.pop(), Set.of())) {
                if (!seen.add(next)) {
                    continue;
                }
                if (next instanceof Node.OfResource(ConfigResource other)) {
                    nearest.add(other);
                } else {
                    open.push(next);
                }
            }
        }
        return nearest;
    }

    /// The nodes and everything they need.
    public Set<Node> reachable(Collection<? extends Node> from) {
        Set<Node> seen = new LinkedHashSet<>(from);
        Deque<Node> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            for (Node next : edges.getOrDefault(open.pop(), Set.of())) {
                if (seen.add(next)) {
                    open.push(next);
                }
            }
        }
        return seen;
    }

    /// The nodes and everything that needs them.
    public Set<Node> dependents(Collection<? extends Node> of) {
        Map<Node, Set<Node>> back = new HashMap<>();
        edges.forEach((from, targets) ->
                targets.forEach(to -> back.computeIfAbsent(to, _ -> new HashSet<>()).add(from)));
        Set<Node> seen = new LinkedHashSet<>(of);
        Deque<Node> open = new ArrayDeque<>(of);
        while (!open.isEmpty()) {
            for (Node next : back.getOrDefault(open.pop(), Set.of())) {
                if (seen.add(next)) {
                    open.push(next);
                }
            }
        }
        return seen;
    }
}
