package dev.slipway.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The entries used last, up to a limit. Not thread-safe.
final class Recent<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1;

    private final int entriesMax;

    Recent(int entriesMax) {
        super(16, 0.75f, true);
        this.entriesMax = entriesMax;
    }

    @Override
    protected boolean removeEldestEntry(Map.@Nullable Entry<String, V> eldest) {
        return size() > entriesMax;
    }
}
