package dev.slipway.provider.installed;

import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.process.Reattachment;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/// Where the providers of a configuration are. `programs` are the selected versions, in which
/// overrides of development have already taken their places; `attached` ones are running already,
/// and go before; `builtIn` ones are part of this program, and go before all. Immutable.
public record Installation(
        Map<ProviderSource, Path> programs,
        Map<ProviderSource, Reattachment> attached,
        Map<ProviderSource, Supplier<Provider>> builtIn) {
    public Installation {
        programs = Map.copyOf(programs);
        attached = Map.copyOf(attached);
        builtIn = Map.copyOf(builtIn);
    }

    public static Installation of(Map<ProviderSource, Path> programs) {
        return new Installation(programs, Map.of(), Map.of());
    }
}
