package dev.slipway.provider.installed;

import dev.slipway.hcl.value.Value;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderDiagnostic;
import dev.slipway.provider.client.RemoteProvider;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A running provider of the pool. Immutable; what changes makes a new one of the same process.
///
/// @param key which program it is
/// @param configured what it was configured with, if it was
/// @param idleSince when it was last given back
record Warm(
        String key,
        Provider provider,
        Instant startedAt,
        Instant idleSince,
        @Nullable Configured configured) {
    /// A configuration that was accepted, and what the provider had to say about it.
    record Configured(Value config, List<ProviderDiagnostic> diagnostics) {
        Configured {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    Warm with(Configured accepted) {
        return new Warm(key, provider, startedAt, idleSince, accepted);
    }

    Warm idle(Instant now) {
        return new Warm(key, provider, startedAt, now, configured);
    }

    boolean isConfiguredWith(Value config) {
        return configured != null && configured.config().equals(config);
    }

    boolean isAlive() {
        return !(provider instanceof RemoteProvider remote) || remote.isAlive();
    }
}
