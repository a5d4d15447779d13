package dev.slipway.proxy;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Failures by name, of at most [#NAMES_MAX] names: what comes later is counted together. Safe for
/// use by many threads; failing is not the usual case, so that event loops may meet here.
final class FailureCounts {
    static final int NAMES_MAX = 64;
    static final String OTHER = "other";

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void add(String name) {
        LongAdder known = counts.get(name);
        (known == null ? newName(name) : known).increment();
    }

    private synchronized LongAdder newName(String name) {
        boolean fits = counts.size() < NAMES_MAX - 1;
        return counts.computeIfAbsent(fits ? name : OTHER, _ -> new LongAdder());
    }

    Map<String, Long> read() {
        Map<String, Long> read = new TreeMap<>();
        counts.forEach((name, count) -> read.put(name, count.sum()));
        return read;
    }
}
