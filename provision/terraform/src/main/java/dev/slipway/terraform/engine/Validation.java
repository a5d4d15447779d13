package dev.slipway.terraform.engine;

import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderDiagnostic;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModulePath;
import dev.slipway.terraform.change.Marks;
import dev.slipway.terraform.change.Source;
import dev.slipway.terraform.config.BlockSpecs;
import dev.slipway.terraform.config.Check;
import dev.slipway.terraform.config.Condition;
import dev.slipway.terraform.config.Lifecycle;
import dev.slipway.terraform.config.Node;
import dev.slipway.terraform.config.ProviderBlock;
import dev.slipway.terraform.config.ReferenceGraph;
import dev.slipway.terraform.config.Repetition;
import dev.slipway.terraform.config.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds what is wrong in a configuration whatever variables and objects there are. Belongs to one
/// thread.
final class Validation {
    private final OfflineRun run;
    private final Map<ProviderSource, Provider> started = new HashMap<>();

    Validation(OfflineRun run) {
        this.run = run;
    }

    List<Diagnostic> diagnostics() {
        try {
            List<Node> circle = new ReferenceGraph(run.root, run).circle();
            if (!circle.isEmpty()) {
                return List.of(Engine.cycle(circle));
            }
            module(run.rootModule());
            return run.findings().list();
        } finally {
            started.values().forEach(Provider::close);
        }
    }

    private void module(ModuleValues module) {
        module.module().variables().keySet().forEach(module::variable);
        module.module().locals().keySet().forEach(module::local);
        module.module().providers().forEach(each -> provider(module, each));
        module.module().resources().values().forEach(each -> resource(module, each));
        module.module()
                .calls()
                .forEach((name, call) -> {
                    repetition(module, call.repetition());
                    if (module.isLoaded(name)) {
                        module(module.child(name, InstanceKey.NONE));
                    }
                });
        module.module().outputs().keySet().forEach(module::output);
        for (Check each : module.module().checks().values()) {
            conditions(module, each.assertions(), Map.of());
        }
    }

    private void conditions(
            ModuleValues module, List<Condition> conditions, Map<String, Value> own) {
        for (Condition each : conditions) {
            evaluate(module, each.condition(), own);
            evaluate(module, each.errorMessage(), own);
        }
    }

    private void evaluate(ModuleValues module, Expression expression, Map<String, Value> own) {
        run.findings().addAll(module.evaluate(expression, own).diagnostics());
    }

    /// How many there are may be wrong already, though it is not known.
    private void repetition(ModuleValues module, Repetition repetition) {
        Diagnostics diagnostics = new Diagnostics();
        new Repetitions(each -> module.evaluate(each, Map.of()), diagnostics).expand(repetition);
        run.findings().addAll(diagnostics);
    }

    private void provider(ModuleValues module, ProviderBlock block) {
        ProviderSource source = module.module().providerSource(block.localName());
        Diagnostics diagnostics = new Diagnostics();
        try {
            Provider provider = start(source);
            Schema schema = provider.schema().provider();
            Map<String, Value> own =
                    block.forEach() == null
                            ? Map.of()
                            : Expansion.any(Expansion.Kind.ANY_EACH).names(InstanceKey.NONE);
            Scope scope =
                    module.scope(
                            BlockSpecs.references(schema.block(), block.config()),
                            own,
                            diagnostics);
            Value config =
                    Marks.plain(
                            BlockSpecs.decode(schema.block(), block.config(), scope, diagnostics));
            if (!diagnostics.hasErrors()) {
                new Source("provider " + source.forDisplay(), block.config(), block.range())
                        .tell(provider.validateProviderConfig(config).diagnostics(), diagnostics);
            }
        } catch (ProviderException e) {
            diagnostics.error(
                    "Provider not available", String.valueOf(e.getMessage()), block.range());
        }
        run.findings().addAll(diagnostics);
    }

    private Provider start(ProviderSource source) {
        Provider known = started.get(source);
        if (known == null) {
            known = run.installed.start(source);
            started.put(source, known);
        }
        return known;
    }

    private void resource(ModuleValues module, Resource resource) {
        repetition(module, resource.repetition());
        Map<String, Value> own = module.expansion(resource).names(InstanceKey.NONE);
        Diagnostics diagnostics = new Diagnostics();
        ModulePath path = module.instance().path();
        Schema schema = run.schema(path, resource);
        try {
            Provider provider = start(run.places.source(path, resource));
            if (schema == null) {
                diagnostics.error(
                        "Invalid resource type",
                        "The provider "
                                + run.places.source(path, resource).forDisplay()
                                + " does not support resource type \""
                                + resource.address().type()
                                + "\".",
                        resource.range());
            } else {
                config(module, resource, schema, own, provider, diagnostics);
            }
        } catch (ProviderException e) {
            diagnostics.error(
                    "Provider not available", String.valueOf(e.getMessage()), resource.range());
        }
        run.findings().addAll(diagnostics);
        lifecycle(module, resource, schema, own);
    }

    private static void config(
            ModuleValues module,
            Resource resource,
            Schema schema,
            Map<String, Value> own,
            Provider provider,
            Diagnostics diagnostics) {
        Scope scope =
                module.scope(
                        BlockSpecs.references(schema.block(), resource.config()), own, diagnostics);
        Value config = BlockSpecs.decode(schema.block(), resource.config(), scope, diagnostics);
        if (diagnostics.hasErrors()) {
            return;
        }
        String type = resource.address().type();
        Value plain = Marks.plain(config);
        List<ProviderDiagnostic> said =
                switch (resource.address().mode()) {
                    case MANAGED -> provider.validateResourceConfig(type, plain);
                    case DATA -> provider.validateDataSourceConfig(type, plain);
                    case EPHEMERAL -> provider.validateEphemeralResourceConfig(type, plain);
                };
        new Source(resource.address().toString(), resource.config(), resource.range())
                .tell(said, diagnostics);
    }

    private void lifecycle(
            ModuleValues module,
            Resource resource,
            @Nullable Schema schema,
            Map<String, Value> own) {
        Lifecycle lifecycle = resource.lifecycle();
        conditions(module, lifecycle.preconditions(), own);
        Map<String, Value> withSelf = new HashMap<>(own);
        withSelf.put(
                "self", schema == null ? Values.DYNAMIC : Value.unknown(schema.block().type()));
        conditions(module, lifecycle.postconditions(), withSelf);
        ProvisionerChecks.values(module, resource, withSelf, run.findings());
        if (lifecycle.preventDestroy() != null) {
            evaluate(module, lifecycle.preventDestroy(), own);
        }
    }
}
