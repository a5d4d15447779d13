package dev.slipway.terraform.engine;

import dev.slipway.hcl.function.Surroundings;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.Providers;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.ProviderSchema;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.InstanceState;
import dev.slipway.state.State;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.ModulePath;
import dev.slipway.state.address.ResourceAddress;
import dev.slipway.state.address.ResourcePath;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.ProviderBlock;
import dev.slipway.terraform.config.ProviderPlaces;
import dev.slipway.terraform.config.ReferenceGraph;
import dev.slipway.terraform.config.Repetition;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.stored.StoredValue;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Evaluates a configuration without asking providers about objects: with a state, objects are what
/// it says, without one nothing is known of them, not even how many there are. Thread-safe.
final class OfflineRun
        implements Evaluations, ResourceValues, ReferenceGraph.BodySchemas, AutoCloseable {
    final ConfigTree root;
    final ProviderPlaces places;
    final Providers installed;
    private final @Nullable State state;
    private final StandIns standIns;
    private final Setting setting;
    private final Map<String, Value> variables;
    private final Findings findings = new Findings();
    private final Checks checks = new Checks();
    private final ProviderFunctions providerFunctions;
    private final ModuleValues rootModule;

    /// @param setting what expressions see beyond the configuration
    OfflineRun(
            ConfigTree root,
            @Nullable State state,
            Providers installed,
            Setting setting,
            Map<String, Value> variables,
            StandIns standIns) {
        this.root = root;
        this.standIns = standIns;
        this.state = state;
        this.installed = installed;
        this.setting = setting;
        this.variables = Map.copyOf(variables);
        this.places = new ProviderPlaces(root);
        this.providerFunctions = new ProviderFunctions(installed);
        this.rootModule = new ModuleValues(this, ModuleInstance.ROOT, root, null, Map.of());
    }

    static Setting setting(Surroundings surroundings, String workspace, Instant now) {
        return Setting.ofPlan(surroundings, workspace, now);
    }

    ModuleValues rootModule() {
        return rootModule;
    }

    @Override
    public StandIns standIns() {
        return standIns;
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
    public boolean isOfAnyVariables() {
        return state == null;
    }

    @Override
    public @Nullable Expansion any(Repetition repetition) {
        if (state != null) {
            return null;
        }
        return switch (repetition) {
            case Repetition.Once _, Repetition.Enabled _ -> Expansion.any(Expansion.Kind.ONCE);
            case Repetition.Count _ -> Expansion.any(Expansion.Kind.ANY_COUNT);
            case Repetition.ForEach _ -> Expansion.any(Expansion.Kind.ANY_EACH);
        };
    }

    @Override
    public @Nullable Value of(ResourcePath path) {
        ModuleValues module = module(path.module());
        Resource resource = module.module().resources().get(path.resource());
        if (resource == null) {
            return null;
        }
        Schema schema = schema(path.module().path(), resource);
        Type type = schema == null ? Type.Any.DYNAMIC : schema.block().type();
        if (state == null) {
            Value unknown = unknown(resource.repetition(), type);
            return path.resource().mode() == ResourceAddress.Mode.EPHEMERAL
                    ? unknown.withMark(Mark.EPHEMERAL)
                    : unknown;
        }
        if (state.resource(path) == null) {
            return Values.DYNAMIC;
        }
        return ModuleValues.joined(
                module.expansion(resource), key -> kept(path, key, schema, type));
    }

    private static Value unknown(Repetition repetition, Type type) {
        boolean fixed = !type.isDynamic() && !type.hasDynamic();
        return switch (repetition) {
            case Repetition.Once _, Repetition.Enabled _ -> Value.unknown(type);
            case Repetition.Count _ -> fixed ? Value.unknown(Type.list(type)) : Values.DYNAMIC;
            case Repetition.ForEach _ -> fixed ? Value.unknown(Type.map(type)) : Values.DYNAMIC;
        };
    }

    private Value kept(ResourcePath path, InstanceKey key, @Nullable Schema schema, Type type) {
        InstanceState kept = state == null ? null : state.instance(path.instance(key));
        return kept == null || kept.current() == null
                ? Value.unknown(type)
                : StoredValue.of(kept.current(), schema);
    }

    private ModuleValues module(ModuleInstance instance) {
        ModuleValues at = rootModule;
        for (ModuleInstance.Step step : instance.steps()) {
            at = at.child(step.name(), step.key());
        }
        return at;
    }

    /// Null, having told why, if there is none.
    @Nullable Schema schema(ModulePath module, Resource resource) {
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
        try {
            return tree == null
                    ? null
                    : installed
                            .schema(tree.module().providerSource(provider.localName()))
                            .provider()
                            .block();
        } catch (ProviderException e) {
            findings.error(
                    "Provider not available", String.valueOf(e.getMessage()), provider.range());
            return null;
        }
    }

    @Override
    public void close() {
        providerFunctions.close();
    }
}
