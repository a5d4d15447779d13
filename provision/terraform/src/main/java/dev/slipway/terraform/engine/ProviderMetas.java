package dev.slipway.terraform.engine;

import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.Provider;
import dev.slipway.provider.schema.Schema;
import dev.slipway.terraform.change.Marks;
import dev.slipway.terraform.config.BlockSpecs;
import dev.slipway.terraform.config.ProviderMeta;
import dev.slipway.terraform.config.ProviderRef;
import dev.slipway.terraform.config.Resource;
import java.util.Map;

/// What a module tells a provider of itself, in a `provider_meta` block. Stateless.
final class ProviderMetas {
    private ProviderMetas() {}

    /// Null where the module says nothing, or the provider does not want to know.
    static Value of(
            ModuleValues module, Resource resource, Provider provider, Diagnostics diagnostics) {
        ProviderRef ref = resource.provider();
        String name = ref == null ? resource.address().impliedProvider() : ref.localName();
        ProviderMeta meta = module.module().settings().providerMetas().get(name);
        Schema schema = provider.schema().providerMeta();
        if (schema == null) {
            if (meta != null) {
                diagnostics.error(
                        "Provider takes no metadata",
                        "The provider " + name + " does not support \"provider_meta\".",
                        meta.range());
            }
            return Values.NULL;
        }
        if (meta == null) {
            return Value.nullOf(schema.block().type());
        }
        Scope scope =
                module.scope(
                        BlockSpecs.references(schema.block(), meta.config()),
                        Map.of(),
                        diagnostics);
        return Marks.plain(BlockSpecs.decode(schema.block(), meta.config(), scope, diagnostics));
    }
}
