package dev.slipway.scrape;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// One object for all that are equal: a thousand copies of a program describe their metrics in the
/// same words. Keeps so many and no more; whatever comes then is its own. Thread-safe.
final class SharedTexts {
    private static final int KEPT_MAX = 50_000;

    private final Map<Object, Object> known = new ConcurrentHashMap<>();

    @SuppressWarnings("unchecked") // What is equal to a T of ours is a T.
    <T> T of(T value) {
        if (known.size() >= KEPT_MAX) {
            return (T) known.getOrDefault(value, value);
        }
        Object before = known.putIfAbsent(value, value);
        return before == null ? value : (T) before;
    }
}
