package dev.slipway.store;

/// Extracts from a value what readers look for without decoding it. Called once for each write, on
/// the writer's own thread, and once for each entry when a store is opened; it must be pure, and
/// may throw to refuse a write.
@FunctionalInterface
public interface Indexer<I> {
    I index(String key, byte[] value);
}
