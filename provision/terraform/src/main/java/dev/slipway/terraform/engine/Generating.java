package dev.slipway.terraform.engine;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.address.ConfigResource;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.terraform.change.LiveObject;
import dev.slipway.terraform.change.PlanInput;
import dev.slipway.terraform.change.PlanInput.Wishes;
import dev.slipway.terraform.change.Source;
import dev.slipway.terraform.config.ProviderPlaces;
import dev.slipway.terraform.config.ProviderRef;
import dev.slipway.terraform.generate.GeneratedConfig;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes configuration for what `import` blocks name and nobody declares. Belongs to one thread.
final class Generating {
    private final PlanRun run;

    Generating(PlanRun run) {
        this.run = run;
    }

    GeneratedOutcome outcome() {
        SortedMap<InstanceAddress, GeneratedOutcome.Generated> texts = new TreeMap<>();
        for (ConfigResource resource : run.imports.undeclared()) {
            run.imports
                    .of(resource)
                    .forEach((address, wanted) -> {
                        String text = text(address, wanted);
                        if (text != null) {
                            texts.put(
                                    address,
                                    new GeneratedOutcome.Generated(
                                            String.valueOf(wanted.by().text()), text));
                        }
                    });
        }
        return new GeneratedOutcome(texts, run.findings().list());
    }

    private @Nullable String text(InstanceAddress address, Imports.Wanted wanted) {
        Diagnostics diagnostics = new Diagnostics();
        try {
            boolean simple = address.module().isRoot() && address.key() instanceof InstanceKey.None;
            if (!simple) {
                diagnostics.error(
                        "No configuration can be written",
                        "Configuration is written for resources of the root module without count and"
                                + " for_each only; declare "
                                + address
                                + ".",
                        wanted.place());
                return null;
            }
            return text(address, wanted, diagnostics);
        } catch (ProviderException e) {
            diagnostics.error("Provider failed", address + ": " + e.getMessage(), wanted.place());
            return null;
        } finally {
            run.findings().addAll(diagnostics);
        }
    }

    private @Nullable String text(
            InstanceAddress address, Imports.Wanted wanted, Diagnostics diagnostics) {
        ProviderRef ref = wanted.provider();
        String name =
                ref == null ? address.resource().resource().impliedProvider() : ref.localName();
        String alias = ref == null ? "" : ref.alias();
        ProviderPlaces.Place place = run.places.find(run.root.path(), name, alias);
        Provider provider =
                place == null ? null : run.providers.get(place.address(), place.block());
        Schema schema = provider == null ? null : provider.schema().resource(address.type());
        if (provider == null || schema == null) {
            diagnostics.error(
                    "Invalid resource type",
                    "There is no provider configuration that knows \"" + address.type() + "\".",
                    wanted.place());
            return null;
        }
        PlanInput input =
                new PlanInput(
                        address.type(),
                        provider,
                        schema,
                        Values.NULL,
                        null,
                        Values.NULL,
                        Wishes.NONE,
                        new Source(address.toString(), null, wanted.place()));
        LiveObject found =
                new ObjectImport(run, address, input, wanted.place(), diagnostics)
                        .read(wanted.by());
        String said = ref == null ? "" : alias.isEmpty() ? name : name + "." + alias;
        return found == null
                ? null
                : GeneratedConfig.resource(
                        address.resource().resource(), said, schema, found.value());
    }
}
