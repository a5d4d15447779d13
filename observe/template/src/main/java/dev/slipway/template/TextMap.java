package dev.slipway.template;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

/// A map from text to text, Go's `map[string]string`: with [MissingKey#ZERO] what it does not have
/// is empty. Immutable.
public final class TextMap extends AbstractMap<String, String> {
    private final Map<String, String> values;

    private TextMap(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    public static TextMap of(Map<String, String> values) {
        return new TextMap(values);
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return values.entrySet();
    }

    @Override
    public String get(Object key) {
        return values.getOrDefault(key, "");
    }

    @Override
    public boolean containsKey(Object key) {
        return values.containsKey(key);
    }
}
