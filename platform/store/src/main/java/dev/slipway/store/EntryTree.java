package dev.slipway.store;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An immutable map from key to entry, sorted by key. Each change makes a new tree that shares all
/// but the nodes on one path with the old one, so that a version can be kept for as long as
/// somebody reads it, at no cost to others.
///
/// It is a B+tree: entries sit in leaves of up to [#WIDTH_MAX], branches hold up to as many
/// children. Against a binary tree this takes about 6 instead of 32 bytes for an entry beside the
/// entry itself, looks at 3 instead of 17 nodes to find one of 10,000, and scans arrays instead of
/// chasing pointers; a change copies about as many bytes.
///
/// Branches know how many entries each child leads to. That gives ranks: how many keys are less
/// than this one, and which is the n-th entry, both in O(log n). Counting under a prefix is the
/// difference of two ranks, and a scan is a range of ranks, so its size is known before it starts.
///
/// A node returned by `with` may be one too wide and one returned by `without` too narrow; the
/// parent, which holds the neighbours, then splits or joins. Narrow means under a quarter: joining
/// later than at half saves copies when keys come and go. A separator may be a key that is gone; it
/// still separates.
final class EntryTree<I> {
    static final int WIDTH_MAX = 32;
    static final int WIDTH_MIN = WIDTH_MAX / 4;
    private static final int WIDTH_BUILT = WIDTH_MAX * 3 / 4;

    private final Node<I> root;

    private EntryTree(Node<I> root) {
        this.root = root;
    }

    static <I> EntryTree<I> empty() {
        return new EntryTree<>(new Leaf<>(EntryTree.<I>entries(0)));
    }

    /// Builds a tree at once from entries in ascending order of their keys.
    static <I> EntryTree<I> of(List<Entry<I>> sorted) {
        if (sorted.isEmpty()) {
            return empty();
        }
        Entry<I>[] all = sorted.toArray(EntryTree.<I>entries(0));
        Node<I>[] level = nodes(pieces(all.length));
        for (int i = 0; i < level.length; i++) {
            int from = start(i, level.length, all.length);
            int to = start(i + 1, level.length, all.length);
            level[i] = new Leaf<>(Arrays.copyOfRange(all, from, to));
        }
        while (level.length > 1) {
            Node<I>[] above = nodes(pieces(level.length));
            for (int i = 0; i < above.length; i++) {
                int from = start(i, above.length, level.length);
                int to = start(i + 1, above.length, level.length);
                above[i] = Branch.of(Arrays.copyOfRange(level, from, to));
            }
            level = above;
        }
        return new EntryTree<>(level[0]);
    }

    int count() {
        return root.count();
    }

    @Nullable Entry<I> find(String key) {
        return root.find(key);
    }

    /// How many keys are less than this one.
    int rank(String key) {
        return root.rank(key);
    }

    /// The leaf that holds the entry of that rank.
    Leaf<I> leafAt(int rank) {
        Node<I> node = root;
        int rest = rank;
        while (node instanceof Branch<I> branch) {
            int child = branch.childAt(rest);
            rest -= branch.start(child);
            node = branch.child(child);
        }
        return (Leaf<I>) node;
    }

    /// How many entries come before the leaf that holds the entry of that rank.
    int leafStart(int rank) {
        Node<I> node = root;
        int start = 0;
        while (node instanceof Branch<I> branch) {
            int child = branch.childAt(rank - start);
            start += branch.start(child);
            node = branch.child(child);
        }
        return start;
    }

    /// With this entry added, or in place of the one with the same key.
    EntryTree<I> with(Entry<I> entry) {
        Node<I> node = root.with(entry);
        if (node.width() <= WIDTH_MAX) {
            return new EntryTree<>(node);
        }
        return new EntryTree<>(Branch.of(halves(node)));
    }

    /// Without the entry of this key, which must be there.
    EntryTree<I> without(String key) {
        Node<I> node = root.without(key);
        return new EntryTree<>(
                node instanceof Branch<I> branch && branch.width() == 1 ? branch.child(0) : node);
    }

    static <I> Node<I>[] halves(Node<I> node) {
        Node<I>[] halves = nodes(2);
        int middle = node.width() / 2;
        halves[0] = node.slice(0, middle);
        halves[1] = node.slice(middle, node.width());
        return halves;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    static <I> Entry<I>[] entries(int count) {
        return new Entry[count];
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    static <I> Node<I>[] nodes(int count) {
        return new Node[count];
    }

    private static int pieces(int count) {
        return (count + WIDTH_BUILT - 1) / WIDTH_BUILT;
    }

    /// Where piece `i` begins if `count` items are dealt evenly to `pieces`.
    private static int start(int i, int pieces, int count) {
        return (int) ((long) i * count / pieces);
    }

    /// A part of the tree. Immutable.
    sealed interface Node<I> permits Leaf, Branch {
        /// Entries below.
        int count();

        /// Entries or children directly in this node.
        int width();

        String firstKey();

        @Nullable Entry<I> find(String key);

        int rank(String key);

        Node<I> with(Entry<I> entry);

        Node<I> without(String key);

        Node<I> slice(int from, int to);

        /// This node and its right neighbour, of the same height, as one.
        Node<I> joined(Node<I> right);
    }
}
