package dev.slipway.store;

import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The state at one revision.
record TreeSnapshot<I>(EntryTree<I> tree, long revision) implements Snapshot<I> {

    @Override
    public @Nullable Entry<I> find(String key) {
        return tree.find(key);
    }

    @Override
    public Stream<Entry<I>> scan(String prefix, String afterKey) {
        // The least string greater than `afterKey` is the key followed by the least character.
        int after = afterKey.isEmpty() ? 0 : tree.rank(afterKey + '\0');
        int start = Math.max(tree.rank(prefix), after);
        int end = Math.max(start, endRank(prefix));
        return StreamSupport.stream(new EntryScan<>(tree, start, end), false);
    }

    @Override
    public int count(String prefix) {
        return endRank(prefix) - tree.rank(prefix);
    }

    /// The rank after the last key with that prefix.
    private int endRank(String prefix) {
        for (int last = prefix.length() - 1; last >= 0; last--) {
            char c = prefix.charAt(last);
            if (c != Character.MAX_VALUE) {
                return tree.rank(prefix.substring(0, last) + (char) (c + 1));
            }
        }
        return tree.count();
    }
}
