package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.Function;
import java.util.Map;
import java.util.TreeMap;

/// The table of all functions. Stateless.
public final class Functions {
    private Functions() {}

    /// Every function by name, for a [dev.slipway.hcl.eval.Scope].
    public static Map<String, Function> all(Surroundings surroundings) {
        Map<String, Function> table = new TreeMap<>();
        Numbers.addTo(table);
        Strings.addTo(table);
        Lists.addTo(table);
        Elements.addTo(table);
        Maps.addTo(table);
        Sets.addTo(table);
        Types.addTo(table);
        Formats.addTo(table);
        Regexes.addTo(table);
        Encodings.addTo(table);
        Hashes.addTo(table, surroundings);
        Networks.addTo(table);
        Times.addTo(table, surroundings);
        FilePaths.addTo(table, surroundings);
        Templates.addTo(table);
        return Map.copyOf(table);
    }
}
