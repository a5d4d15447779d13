package dev.slipway.terraform.engine;

import dev.slipway.hcl.function.Surroundings;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.Providers;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.ProviderSchema;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.address.ConfigResource;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.ModulePath;
import dev.slipway.state.address.ProviderAddress;
import dev.slipway.state.address.ResourcePath;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.ProviderBlock;
import dev.slipway.terraform.config.ProviderPlaces;
import dev.slipway.terraform.config.ReferenceGraph;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.event.RunListener;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.ResourceChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// All that the making of one plan stands on. Thread-safe.
final class PlanRun implements Ground, ResourceValues, ReferenceGraph.BodySchemas, AutoCloseable {
    final ConfigTree root;
    final PlanOptions options;
    final RunListener listener;
    final StateMoves objects;
    final ProviderPlaces places;
    final ReferenceGraph graph;
    final ConfiguredProviders providers;
    private final ProviderFunctions providerFunctions;
    final Selection selection;
    final Imports imports;
    final Deferrals deferrals;
    final Semaphore calls;
    private final Providers installed;
    private final StandIns standIns;
    private final Setting setting;
    private final Findings findings = new Findings();
    private final Checks checks = new Checks();
    private final ModuleValues rootModule;
    private final Set<ConfigResource> createFirst = new HashSet<>();
    private final Map<ResourcePath, Memo<Value>> joined = new ConcurrentHashMap<>();
    private final Map<InstanceAddress, Memo<InstanceResult>> instances = new ConcurrentHashMap<>();
    private final Map<ConfigResource, Memo<Boolean>> pending = new ConcurrentHashMap<>();
    private final Map<InstanceAddress, ReadData> data = new ConcurrentHashMap<>();
    private final Queue<ResourceChange> drift = new ConcurrentLinkedQueue<>();
    private final OpenedResources ephemeral;

    /// What a run is carried out with.
    record Means(Providers providers, Surroundings surroundings, StandIns standIns) {}

    PlanRun(
            ConfigTree root,
            StateMoves objects,
            PlanOptions options,
            Means means,
            RunListener listener) {
        this.root = root;
        this.objects = objects;
        this.options = options;
        this.installed = means.providers();
        this.standIns = means.standIns();
        this.listener = listener;
        this.setting =
                Setting.ofPlan(means.surroundings(), options.workspace(), options.timestamp());
        this.places = new ProviderPlaces(root);
        this.graph = new ReferenceGraph(root, this);
        this.rootModule = new ModuleValues(this, ModuleInstance.ROOT, root, null, Map.of());
        this.providerFunctions = new ProviderFunctions(installed);
        this.providers = new ConfiguredProviders(means, this::module, findings);
        this.ephemeral = new OpenedResources(means.surroundings().clock(), listener, findings);
        this.imports = new Imports(this);
        this.deferrals = new Deferrals(this);
        this.calls = new Semaphore(options.parallelism());
        Set<ConfigResource> all = new HashSet<>();
        collect(root, all);
        this.selection = new Selection(options, graph, all, objects.needs());
        for (ConfigResource each : all) {
            if (Boolean.TRUE.equals(config(each).lifecycle().createBeforeDestroy())) {
                createFirst.add(each);
                createFirst.addAll(graph.dependencies(each));
            }
        }
    }

    private static void collect(ConfigTree tree, Set<ConfigResource> all) {
        tree.module().resources().keySet().forEach(each -> all.add(each.in(tree.path())));
        tree.children().values().forEach(child -> collect(child, all));
    }

    private Resource config(ConfigResource resource) {
        ConfigTree tree = root.find(resource.module());
        Resource found = tree == null ? null : tree.module().resources().get(resource.resource());
        if (found == null) {
            throw new IllegalStateException(resource + " is not in the configuration");
        }
        return found;
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
        return options.variables();
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

    ModuleValues rootModule() {
        return rootModule;
    }

    /// The module's instance, which must be one that there is.
    ModuleValues module(ModuleInstance instance) {
        ModuleValues at = rootModule;
        for (ModuleInstance.Step step : instance.steps()) {
            at = at.child(step.name(), step.key());
        }
        return at;
    }

    /// Whether new objects are made before the ones they replace are destroyed, because it is said
    /// so or because something that needs them is.
    boolean createsFirst(ConfigResource resource) {
        return createFirst.contains(resource);
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
                                                        expansion(module, resource),
                                                        key ->
                                                                instance(module, resource, key)
                                                                        .value())))
                .get();
    }

    Expansion expansion(ModuleValues module, Resource resource) {
        Expansion expansion = module.expansion(resource);
        objects.adopt(resource.address().in(module.instance()), expansion);
        return expansion;
    }

    InstanceResult instance(ModuleValues module, Resource resource, InstanceKey key) {
        InstanceAddress address = resource.address().in(module.instance()).instance(key);
        return instances
                .computeIfAbsent(
                        address,
                        _ ->
                                new Memo<>(
                                        address.toString(),
                                        () -> planned(module, resource, address)))
                .get();
    }

    private InstanceResult planned(
            ModuleValues module, Resource resource, InstanceAddress address) {
        try {
            return new InstancePlanning(this, module, resource, address).result();
        } catch (ProviderException e) {
            findings.error("Provider failed", address + ": " + e.getMessage(), resource.range());
            return new InstanceResult(Values.DYNAMIC, null);
        }
    }

    /// The module's instance; null if there is none like that, or it is only played.
    @Nullable ModuleValues findModule(ModuleInstance instance) {
        ModuleValues at = rootModule;
        for (ModuleInstance.Step step : instance.steps()) {
            boolean there =
                    at.isLoaded(step.name())
                            && at.callExpansion(step.name()).instances().containsKey(step.key());
            if (!there) {
                return null;
            }
            at = at.child(step.name(), step.key());
        }
        return at.isPlayed() ? null : at;
    }

    /// Every instance of a module that there is and that is carried out.
    List<ModuleValues> modules(ModulePath path) {
        List<ModuleValues> at = List.of(rootModule);
        for (String name : path.names()) {
            List<ModuleValues> inner = new ArrayList<>();
            for (ModuleValues each : at) {
                if (each.isLoaded(name)) {
                    each.callExpansion(name)
                            .instances()
                            .keySet()
                            .forEach(key -> inner.add(each.child(name, key)));
                }
            }
            at = inner;
        }
        return at.stream().filter(each -> !each.isPlayed()).toList();
    }

    /// Whether anything is planned to happen to an instance of a resource.
    boolean isPending(ConfigResource resource) {
        return pending.computeIfAbsent(
                        resource,
                        _ -> new Memo<>(resource + " (pending)", () -> hasChanges(resource)))
                .get();
    }

    private boolean hasChanges(ConfigResource resource) {
        Resource config = config(resource);
        for (ModuleValues module : modules(resource.module())) {
            for (InstanceKey key : expansion(module, config).instances().keySet()) {
                ResourceChange change = instance(module, config, key).change();
                if (change != null && change.action() != Action.NOOP) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Notes that others changed an object.
    void drifted(ResourceChange change) {
        drift.add(change);
    }

    List<ResourceChange> drift() {
        return drift.stream().sorted(Comparator.comparing(ResourceChange::address)).toList();
    }

    /// Keeps what a data source said, to be shown with the state.
    void readData(InstanceAddress address, ProviderAddress provider, Schema schema, Value value) {
        data.put(address, new ReadData(provider, schema, value));
    }

    Map<InstanceAddress, ReadData> data() {
        return Map.copyOf(data);
    }

    /// What a data source said.
    record ReadData(ProviderAddress provider, Schema schema, Value value) {}

    @Override
    public OpenedResources opened() {
        return ephemeral;
    }

    @Override
    public void close() {
        ephemeral.close();
        providers.close();
        providerFunctions.close();
    }

    @Override
    public @Nullable Schema schema(ModulePath module, Resource resource) {
        ProviderSchema schema = providerSchema(module, resource);
        String type = resource.address().type();
        return schema == null
                ? null
                : switch (resource.address().mode()) {
                    case MANAGED -> schema.resource(type);
                    case DATA -> schema.dataSource(type);
                    case EPHEMERAL -> schema.ephemeralResource(type);
                };
    }

    /// Null, having told why, if the provider cannot be asked.
    @Nullable ProviderSchema providerSchema(ModulePath module, Resource resource) {
        try {
            return installed.schema(places.source(module, resource));
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
        if (tree == null) {
            return null;
        }
        try {
            return installed
                    .schema(tree.module().providerSource(provider.localName()))
                    .provider()
                    .block();
        } catch (ProviderException e) {
            findings.error(
                    "Provider not available", String.valueOf(e.getMessage()), provider.range());
            return null;
        }
    }
}
