package dev.slipway.provider.installed;

import static java.util.Objects.requireNonNull;

import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.process.Reattachment;
import dev.slipway.provider.process.Surroundings;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/// Where the providers of a configuration are. `programs` are the selected versions, in which
/// overrides of development have already taken their places; `attached` ones are running already,
/// and go before; `builtIn` ones are part of this program, and go before all. `surroundings` are
/// what started programs find. Immutable.
public record Installation(
        Map<ProviderSource, Path> programs,
        Map<ProviderSource, Reattachment> attached,
        Map<ProviderSource, Supplier<Provider>> builtIn,
        Surroundings surroundings) {
    public Installation {
        programs = Map.copyOf(programs);
        attached = Map.copyOf(attached);
        builtIn = Map.copyOf(builtIn);
        requireNonNull(surroundings, "surroundings");
    }

    public static Installation of(Map<ProviderSource, Path> programs) {
        return new Installation(programs, Map.of(), Map.of(), Surroundings.inherited());
    }
}
