package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.source.SourceRange;
import org.jspecify.annotations.Nullable;

/// A `provisioner` block.
public record Provisioner(
        String type,
        boolean whenDestroy,
        boolean continueOnFailure,
        @Nullable Content connection,
        Content config,
        SourceRange range) {}
