package dev.slipway.store;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All entries as they were at one revision, sorted by key. Immutable.
public interface Snapshot<I> {
    long revision();

    @Nullable Entry<I> find(String key);

    /// Entries whose key starts with `prefix` and is greater than `afterKey` (empty: from the
    /// start), in order of their keys (by UTF-16 code unit). Lazy.
    Stream<Entry<I>> scan(String prefix, String afterKey);

    /// How many entries have that prefix; O(log n).
    int count(String prefix);
}
