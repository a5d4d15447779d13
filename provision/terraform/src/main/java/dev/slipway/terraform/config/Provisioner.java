package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.decode.OverridingContent;
import dev.slipway.hcl.source.SourceRange;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A `provisioner` block.
public record Provisioner(
        String type,
        boolean whenDestroy,
        boolean continueOnFailure,
        @Nullable Content connection,
        Content config,
        SourceRange range) {
    /// How the machine is reached: as the resource says, but for what the provisioner says itself.
    public @Nullable Content connection(@Nullable Content ofResource) {
        if (connection == null || ofResource == null) {
            return connection == null ? ofResource : connection;
        }
        return new OverridingContent(ofResource, connection, Set.of());
    }
}
