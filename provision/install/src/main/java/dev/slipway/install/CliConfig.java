package dev.slipway.install;

import dev.slipway.provider.ProviderSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What people configured for all of their folders, in `~/.terraformrc` or elsewhere: where
/// providers come from, and what hosts need. Immutable.
///
/// @param methods where providers come from, in order; null if nothing is said
/// @param tokens by host
/// @param services of hosts, by their names, instead of what the hosts say
/// @param pluginCache a folder in which packages are kept for all configurations
/// @param overrides providers under development, by the folder their program is in
public record CliConfig(
        @Nullable List<Method> methods,
        Map<String, String> tokens,
        Map<String, Map<String, String>> services,
        @Nullable Path pluginCache,
        Map<ProviderSource, Path> overrides) {
    /// Where providers may come from; those that a pattern of `include` fits, all if there is none,
    /// but for those that one of `exclude` fits.
    public record Method(Kind kind, String place, List<String> include, List<String> exclude) {
        public Method {
            include = List.copyOf(include);
            exclude = List.copyOf(exclude);
        }

        boolean covers(ProviderSource source) {
            boolean wanted =
                    include.isEmpty() || include.stream().anyMatch(each -> fits(each, source));
            return wanted && exclude.stream().noneMatch(each -> fits(each, source));
        }

        private static boolean fits(String pattern, ProviderSource source) {
            String[] parts = pattern.split("/", -1);
            String[] whole =
                    parts.length == 2
                            ? new String[] {ProviderSource.DEFAULT_HOST, parts[0], parts[1]}
                            : parts;
            List<String> names = List.of(source.host(), source.namespace(), source.type());
            for (int i = 0; i < names.size(); i++) {
                if (whole.length != names.size()
                        || !(whole[i].equals("*") || whole[i].equalsIgnoreCase(names.get(i)))) {
                    return false;
                }
            }
            return true;
        }
    }

    /// The kinds of places; a registry has none of its own.
    public enum Kind {
        FILESYSTEM_MIRROR,
        NETWORK_MIRROR,
        DIRECT
    }

    public CliConfig {
        methods = methods == null ? null : List.copyOf(methods);
        tokens = Map.copyOf(tokens);
        services = Map.copyOf(services);
        overrides = Map.copyOf(overrides);
    }
}
