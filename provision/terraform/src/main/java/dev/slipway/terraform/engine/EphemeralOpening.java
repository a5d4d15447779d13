package dev.slipway.terraform.engine;

import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.Answer;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderDiagnostic;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.terraform.change.Marks;
import dev.slipway.terraform.change.Source;
import dev.slipway.terraform.config.BlockSpecs;
import dev.slipway.terraform.config.ProviderPlaces;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.event.RunEvent;
import dev.slipway.terraform.event.RunEvent.EphemeralAction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Opens an ephemeral resource for as long as the run takes. Belongs to one thread.
final class EphemeralOpening {
    private final Ground run;
    private final ModuleValues module;
    private final Resource resource;
    private final InstanceAddress address;
    private final Diagnostics diagnostics = new Diagnostics();

    EphemeralOpening(Ground run, ModuleValues module, Resource resource, InstanceAddress address) {
        this.run = run;
        this.module = module;
        this.resource = resource;
        this.address = address;
    }

    InstanceResult result() {
        try {
            Value value = opened();
            return new InstanceResult(
                    value == null ? Values.DYNAMIC.withMark(Mark.EPHEMERAL) : value, null);
        } finally {
            run.findings().addAll(diagnostics);
        }
    }

    private @Nullable Value opened() {
        Schema schema = run.schema(address.module().path(), resource);
        ProviderPlaces.Place place = run.places().of(address.module().path(), resource);
        Provider provider =
                schema == null || place == null
                        ? null
                        : run.providers().of(address, place.address(), place.block());
        if (schema == null || provider == null) {
            return null;
        }
        Map<String, Value> own = module.expansion(resource).names(address.key());
        Scope scope =
                module.scope(
                        BlockSpecs.references(schema.block(), resource.config()), own, diagnostics);
        Value config =
                Marks.plain(
                        BlockSpecs.decode(schema.block(), resource.config(), scope, diagnostics));
        if (diagnostics.hasErrors() || !config.isWhollyKnown()) {
            return Value.unknown(schema.block().type()).withMark(Mark.EPHEMERAL);
        }
        return open(provider, config);
    }

    private @Nullable Value open(Provider provider, Value config) {
        Source source =
                new Source(address.toString(), resource.config(), resource.config().missingRange());
        List<ProviderDiagnostic> said =
                provider.validateEphemeralResourceConfig(address.type(), config);
        source.tell(said, diagnostics);
        if (said.stream().anyMatch(ProviderDiagnostic::isError)) {
            return null;
        }
        run.listener().on(new RunEvent.EphemeralStarted(address, EphemeralAction.OPEN));
        long from = System.nanoTime();
        Answer<Provider.Opened> opened = provider.openEphemeralResource(address.type(), config);
        source.tell(opened.diagnostics(), diagnostics);
        run.listener()
                .on(
                        new RunEvent.EphemeralDone(
                                address,
                                EphemeralAction.OPEN,
                                Duration.ofNanos(System.nanoTime() - from)));
        if (opened.hasErrors()) {
            return null;
        }
        run.opened().add(new OpenedResources.Held(address, provider, source), opened.value());
        return opened.value().value().withMark(Mark.EPHEMERAL);
    }
}
