package dev.slipway.terraform.engine;

import dev.slipway.hcl.decode.Labels;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.References;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.Suggestion;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderDiagnostic;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModulePath;
import dev.slipway.state.address.ProviderAddress;
import dev.slipway.state.address.ResourceAddress;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds what is wrong in a configuration whatever variables and objects there are. Belongs to one
/// thread.
final class Validation {
    /// Who is asked.
    enum Depth {
        /// Only what stands in the configuration, and the schemas.
        CONFIGURATION,
        /// Providers too.
        PROVIDERS
    }

    private final OfflineRun run;
    private final Depth depth;
    private final Map<ProviderSource, Provider> started = new HashMap<>();

    Validation(OfflineRun run, Depth depth) {
        this.run = run;
        this.depth = depth;
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
        module.module()
                .outputs()
                .forEach((name, output) -> {
                    module.output(name);
                    needs(module, output.dependsOn());
                });
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
        ProviderAddress address =
                new ProviderAddress(
                        module.instance().path(), source, block.alias(), InstanceKey.NONE);
        if (run.standIns().isPlayed(address)) {
            return;
        }
        Diagnostics diagnostics = new Diagnostics();
        try {
            Schema schema = run.installed.schema(source).provider();
            Map<String, Value> own =
                    block.forEach() == null
                            ? Map.of()
                            : Expansion.any(Expansion.Kind.ANY_EACH).names(InstanceKey.NONE);
            Scope known = block.config().scope();
            Scope scope =
                    known != null
                            ? known
                            : module.scope(
                                    BlockSpecs.references(schema.block(), block.config()),
                                    own,
                                    diagnostics);
            Value config =
                    Marks.plain(
                            BlockSpecs.decode(schema.block(), block.config(), scope, diagnostics));
            if (!diagnostics.hasErrors() && depth == Depth.PROVIDERS) {
                new Source(address.toString(), block.config(), block.config().missingRange())
                        .tell(
                                start(source).validateProviderConfig(config).diagnostics(),
                                diagnostics);
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

    /// What `depends_on` names must be there, and a whole.
    private void needs(ModuleValues module, List<Reference> references) {
        Diagnostics diagnostics = new Diagnostics();
        for (Reference each : references) {
            int whole = wholeSteps(each);
            Reference named =
                    new Reference(
                            each.root(),
                            each.steps().subList(0, Math.min(whole, each.steps().size())),
                            each.range());
            module.scope(List.of(named), Map.of(), diagnostics);
            int extra = whole;
            while (extra < each.steps().size() && !each.steps().get(extra).isAttribute()) {
                extra++;
            }
            if (extra < each.steps().size()) {
                SourceRange step = each.steps().get(extra).range();
                diagnostics.error(
                        "Invalid depends_on reference",
                        "References in depends_on must be to a whole object (resource, module or"
                                + " variable), not to a part of it.",
                        new SourceRange(step.source(), step.start() - 1, each.range().end()));
            }
        }
        run.findings().addAll(diagnostics);
    }

    /// How many steps after the root name a whole object.
    private static int wholeSteps(Reference reference) {
        return switch (reference.root()) {
            case "data", "ephemeral", "resource" -> 2;
            default -> 1;
        };
    }

    /// A block cannot use what comes of it.
    private boolean needsItself(Resource resource, @Nullable Schema schema) {
        List<Reference> references = new ArrayList<>();
        if (schema != null) {
            references.addAll(BlockSpecs.references(schema.block(), resource.config()));
        }
        Repetition.expressions(resource.repetition())
                .forEach(each -> references.addAll(References.of(each)));
        resource.lifecycle()
                .preconditions()
                .forEach(each -> references.addAll(References.of(each.condition())));
        resource.lifecycle()
                .replaceTriggeredBy()
                .forEach(each -> references.addAll(References.of(each)));
        references.addAll(resource.dependsOn());
        String own = resource.address() + ".";
        boolean found = false;
        for (Reference each : references) {
            if ((each + ".").startsWith(own) || (each + ".").startsWith(resource.address() + "[")) {
                int steps = resource.address().mode() == ResourceAddress.Mode.MANAGED ? 1 : 2;
                run.findings()
                        .error(
                                "Self-referential block",
                                "Configuration for "
                                        + resource.address()
                                        + " may not refer to itself.",
                                each.range(steps));
                found = true;
            }
        }
        return found;
    }

    private void resource(ModuleValues module, Resource resource) {
        ModulePath path = module.instance().path();
        Schema schema = run.schema(path, resource);
        if (needsItself(resource, schema)) {
            return;
        }
        repetition(module, resource.repetition());
        needs(module, resource.dependsOn());
        if (run.places.of(path, resource) == null) {
            run.findings()
                    .error(
                            "Provider configuration not present",
                            "There is no configuration of the provider for "
                                    + resource.address()
                                    + " by the name that it says.",
                            resource.range());
        }
        Map<String, Value> own = module.expansion(resource).names(InstanceKey.NONE);
        Diagnostics diagnostics = new Diagnostics();
        try {
            if (schema == null) {
                diagnostics.error(
                        switch (resource.address().mode()) {
                            case MANAGED -> "Invalid resource type";
                            case DATA -> "Invalid data source";
                            case EPHEMERAL -> "Invalid ephemeral resource";
                        },
                        "The provider "
                                + run.places.source(path, resource).forDisplay()
                                + " does not support resource type \""
                                + resource.address().type()
                                + "\".",
                        Labels.range(resource.range(), 0));
            } else {
                config(module, resource, schema, own, diagnostics);
            }
        } catch (ProviderException e) {
            diagnostics.error(
                    "Provider not available", String.valueOf(e.getMessage()), resource.range());
        }
        run.findings().addAll(diagnostics);
        lifecycle(module, resource, schema, own);
    }

    private void config(
            ModuleValues module,
            Resource resource,
            Schema schema,
            Map<String, Value> own,
            Diagnostics diagnostics) {
        Scope scope =
                module.scope(
                        BlockSpecs.references(schema.block(), resource.config()), own, diagnostics);
        Value config = BlockSpecs.decode(schema.block(), resource.config(), scope, diagnostics);
        if (resource.address().mode() == ResourceAddress.Mode.MANAGED) {
            EphemeralUse.refuse(
                    resource, resource.address().toString(), schema, config, diagnostics);
        }
        if (diagnostics.hasErrors() || depth == Depth.CONFIGURATION) {
            return;
        }
        Provider provider = start(run.places.source(module.instance().path(), resource));
        String type = resource.address().type();
        Value plain = Marks.plain(config);
        List<ProviderDiagnostic> said =
                switch (resource.address().mode()) {
                    case MANAGED -> provider.validateResourceConfig(type, plain);
                    case DATA -> provider.validateDataSourceConfig(type, plain);
                    case EPHEMERAL -> provider.validateEphemeralResourceConfig(type, plain);
                };
        new Source(
                        resource.address().in(module.instance().path()).toString(),
                        resource.config(),
                        resource.config().missingRange())
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
        if (schema != null) {
            lifecycle.ignore().references().forEach(each -> ignored(resource, schema, each));
        }
    }

    private void ignored(Resource resource, Schema schema, Reference reference) {
        Attribute attribute = schema.block().attributes().get(reference.root());
        if (attribute == null && !schema.block().blocks().containsKey(reference.root())) {
            run.findings()
                    .error(
                            "Unsupported attribute",
                            "There is no argument \""
                                    + reference.root()
                                    + "\" that could be ignored."
                                    + Suggestion.didYouMean(
                                            reference.root(), schema.block().attributes().keySet()),
                            reference.range(0));
        } else if (attribute != null
                && !attribute.use().isRequired()
                && !attribute.use().isOptional()) {
            Diagnostics warning = new Diagnostics();
            warning.add(
                    Diagnostic.warning(
                            "Redundant ignore_changes element",
                            "Only the provider decides \""
                                    + reference.root()
                                    + "\", so that ignoring it has no effect.",
                            Labels.range(resource.range(), 0)));
            run.findings().addAll(warning);
        }
    }
}
