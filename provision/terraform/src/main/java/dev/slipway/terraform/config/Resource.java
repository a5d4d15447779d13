package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.state.address.ResourceAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A `resource`, `data` or `ephemeral` block; `config` is what the provider reads. The provider is
/// absent where the type's name implies it.
public record Resource(
        ResourceAddress address,
        Repetition repetition,
        @Nullable ProviderRef provider,
        List<Reference> dependsOn,
        Lifecycle lifecycle,
        List<Provisioner> provisioners,
        @Nullable Content connection,
        Content config,
        SourceRange range) {
    public Resource {
        dependsOn = List.copyOf(dependsOn);
        provisioners = List.copyOf(provisioners);
    }
}
