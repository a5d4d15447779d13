package dev.slipway.terraform.engine;

import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.Providers;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.ProviderSchema;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.InstanceState;
import dev.slipway.state.ObjectState;
import dev.slipway.state.address.ConfigResource;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.ModulePath;
import dev.slipway.state.address.ResourceAddress;
import dev.slipway.state.address.ResourcePath;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.ProviderBlock;
import dev.slipway.terraform.config.ProviderPlaces;
import dev.slipway.terraform.config.ReferenceGraph;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.event.RunListener;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.plan.ResourceChange;
import dev.slipway.terraform.remote.RemoteHosts;
import dev.slipway.terraform.stored.StoredValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// All that the applying of one plan stands on. An instance's new object is made when it is asked
/// for or its turn comes, its old one is destroyed once nothing needs it any more; each happens
/// once. Thread-safe.
final class ApplyRun implements Ground, ResourceValues, ReferenceGraph.BodySchemas, AutoCloseable {
    final ConfigTree root;
    final Plan plan;
    final RunListener listener;
    final WorkingState state;
    final ProviderPlaces places;
    final ReferenceGraph graph;
    final ConfiguredProviders providers;
    private final ProviderFunctions providerFunctions;
    final Cancellation cancellation;
    final RemoteHosts remotes;
    final Semaphore calls;
    final Tally tally = new Tally();
    private final Providers installed;
    private final StandIns standIns;
    private final Setting setting;
    private final Map<String, Value> variables;
    private final Findings findings = new Findings();
    private final Checks checks = new Checks();
    private final ModuleValues rootModule;
    private final Map<InstanceAddress, ResourceChange> changes = new HashMap<>();
    private final Map<ConfigResource, List<ResourceChange>> byResource = new HashMap<>();
    private final Map<ConfigResource, List<ResourceChange>> dependents = new HashMap<>();
    private final Map<ResourcePath, Memo<Value>> joined = new ConcurrentHashMap<>();
    private final Map<InstanceAddress, Memo<Done>> made = new ConcurrentHashMap<>();
    private final Map<String, Memo<Done>> destroyed = new ConcurrentHashMap<>();
    private final Map<InstanceAddress, Memo<Value>> opened = new ConcurrentHashMap<>();
    private final OpenedResources ephemeral;

    /// What applying takes beyond the plan.
    record Parts(
            PlanRun.Means means,
            RemoteHosts remotes,
            Map<String, Value> variables,
            RunListener listener,
            Cancellation cancellation,
            int parallelism) {}

    /// Whether a step was completed, and what others see of the object.
    record Done(boolean good, Value value) {}

    ApplyRun(ConfigTree root, Plan plan, WorkingState state, Parts parts) {
        this.root = root;
        this.plan = plan;
        this.state = state;
        this.installed = parts.means().providers();
        this.standIns = parts.means().standIns();
        this.listener = parts.listener();
        this.cancellation = parts.cancellation();
        this.remotes = parts.remotes();
        this.variables = parts.variables();
        this.setting =
                Setting.ofApply(
                        parts.means().surroundings(),
                        plan.inputs().workspace(),
                        plan.inputs().timestamp());
        this.places = new ProviderPlaces(root);
        this.graph = new ReferenceGraph(root, this);
        this.rootModule = new ModuleValues(this, ModuleInstance.ROOT, root, null, Map.of());
        this.providerFunctions = new ProviderFunctions(installed);
        this.providers = new ConfiguredProviders(parts.means(), this::module, findings);
        this.ephemeral =
                new OpenedResources(parts.means().surroundings().clock(), listener, findings);
        this.calls = new Semaphore(parts.parallelism());
        for (ResourceChange each : plan.changes()) {
            if (each.deposed() == null) {
                changes.put(each.address(), each);
            }
            byResource
                    .computeIfAbsent(each.address().resource().config(), _ -> new ArrayList<>())
                    .add(each);
            for (ConfigResource needed : neededBefore(each)) {
                dependents.computeIfAbsent(needed, _ -> new ArrayList<>()).add(each);
            }
        }
    }

    /// What the object as it was needed.
    private Set<ConfigResource> neededBefore(ResourceChange change) {
        InstanceState kept = plan.prior().instance(change.address());
        if (kept == null) {
            return Set.of();
        }
        ObjectState object =
                change.deposed() == null ? kept.current() : kept.deposed().get(change.deposed());
        return object == null ? Set.of() : Set.copyOf(object.dependencies());
    }

    @Override
    public Setting setting() {
        return setting;
    }

    @Override
    public ProviderFunctions providerFunctions() {
        return providerFunctions;
    }

    @Override
    public Map<String, Value> variables() {
        return variables;
    }

    @Override
    public ResourceValues resources() {
        return this;
    }

    @Override
    public Findings findings() {
        return findings;
    }

    @Override
    public Checks checks() {
        return checks;
    }

    @Override
    public ProviderPlaces places() {
        return places;
    }

    @Override
    public StandIns standIns() {
        return standIns;
    }

    @Override
    public ConfiguredProviders providers() {
        return providers;
    }

    @Override
    public RunListener listener() {
        return listener;
    }

    @Override
    public OpenedResources opened() {
        return ephemeral;
    }

    ModuleValues rootModule() {
        return rootModule;
    }

    ModuleValues module(ModuleInstance instance) {
        ModuleValues at = rootModule;
        for (ModuleInstance.Step step : instance.steps()) {
            at = at.child(step.name(), step.key());
        }
        return at;
    }

    List<ResourceChange> changesOf(ConfigResource resource) {
        return byResource.getOrDefault(resource, List.of());
    }

    /// The changes of objects that, as they were, needed the resource.
    List<ResourceChange> dependentsOf(ConfigResource resource) {
        return dependents.getOrDefault(resource, List.of());
    }

    @Override
    public @Nullable Value of(ResourcePath path) {
        ModuleValues module = module(path.module());
        Resource resource = module.module().resources().get(path.resource());
        if (resource == null) {
            return null;
        }
        return joined.computeIfAbsent(
                        path,
                        _ ->
                                new Memo<>(
                                        path.toString(),
                                        () ->
                                                ModuleValues.joined(
                                                        module.expansion(resource),
                                                        key -> value(module, resource, key))))
                .get();
    }

    private Value value(ModuleValues module, Resource resource, InstanceKey key) {
        InstanceAddress address = resource.address().in(module.instance()).instance(key);
        if (resource.address().mode() == ResourceAddress.Mode.EPHEMERAL) {
            return opened.computeIfAbsent(
                            address,
                            _ ->
                                    new Memo<>(
                                            address.toString(),
                                            () -> open(module, resource, address)))
                    .get();
        }
        ResourceChange change = changes.get(address);
        if (change != null && change.action() != Action.NOOP) {
            return made(change).value();
        }
        return kept(module, resource, address);
    }

    private Value open(ModuleValues module, Resource resource, InstanceAddress address) {
        try {
            return new EphemeralOpening(this, module, resource, address).result().value();
        } catch (ProviderException e) {
            findings.error("Provider failed", address + ": " + e.getMessage(), resource.range());
            return Values.DYNAMIC;
        }
    }

    /// The object as the state has it.
    private Value kept(ModuleValues module, Resource resource, InstanceAddress address) {
        InstanceState kept = state.find(address);
        if (kept == null || kept.current() == null) {
            return Values.DYNAMIC;
        }
        Schema schema = schema(module.instance().path(), resource);
        return StoredValue.of(kept.current(), schema);
    }

    /// Makes the new object of a change, after all that it needs.
    Done made(ResourceChange change) {
        return made.computeIfAbsent(
                        change.address(),
                        address ->
                                new Memo<>(
                                        address.toString(),
                                        () -> new InstanceApplying(this, change).make()))
                .get();
    }

    /// Destroys the old object of a change, after all that needed it.
    Done destroyed(ResourceChange change) {
        String name = change.address() + (change.deposed() == null ? "" : " " + change.deposed());
        return destroyed
                .computeIfAbsent(
                        name,
                        _ ->
                                new Memo<>(
                                        name + " (destroy)",
                                        () -> new InstanceDestroying(this, change).destroy()))
                .get();
    }

    @Override
    public @Nullable Schema schema(ModulePath module, Resource resource) {
        try {
            ProviderSchema schema = installed.schema(places.source(module, resource));
            String type = resource.address().type();
            return switch (resource.address().mode()) {
                case MANAGED -> schema.resource(type);
                case DATA -> schema.dataSource(type);
                case EPHEMERAL -> schema.ephemeralResource(type);
            };
        } catch (ProviderException e) {
            findings.error(
                    "Provider not available", String.valueOf(e.getMessage()), resource.range());
            return null;
        }
    }

    @Override
    public @Nullable Block resource(ModulePath module, Resource resource) {
        Schema schema = schema(module, resource);
        return schema == null ? null : schema.block();
    }

    @Override
    public @Nullable Block provider(ModulePath module, ProviderBlock provider) {
        ConfigTree tree = root.find(module);
        return tree == null
                ? null
                : installed
                        .schema(tree.module().providerSource(provider.localName()))
                        .provider()
                        .block();
    }

    /// The block that describes the object; null if it was removed.
    @Nullable Resource config(InstanceAddress address) {
        ConfigTree tree = root.find(address.module().path());
        return tree == null ? null : tree.module().resources().get(address.resource().resource());
    }

    @Override
    public void close() {
        ephemeral.close();
        providers.close();
        providerFunctions.close();
    }

    /// Counts what was done. Thread-safe.
    static final class Tally {
        private int added;
        private int changed;
        private int destroyed;

        synchronized void add(Action action) {
            switch (action) {
                case CREATE -> added++;
                case UPDATE -> changed++;
                case DELETE -> destroyed++;
                default -> {}
            }
        }

        synchronized int added() {
            return added;
        }

        synchronized int changed() {
            return changed;
        }

        synchronized int destroyed() {
            return destroyed;
        }
    }
}
