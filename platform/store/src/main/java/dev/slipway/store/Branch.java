package dev.slipway.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The upper nodes of an [EntryTree]: children in order. Immutable.
final class Branch<I> implements EntryTree.Node<I> {
    private final EntryTree.Node<I>[] children;

    /// Every key of child `i` is at least `separators[i]`, and less than `separators[i + 1]`. The
    /// first is not looked at: what is less than all goes to the first child.
    private final String[] separators;

    /// How many entries there are in children 0 to `i`.
    private final int[] ends;

    private Branch(EntryTree.Node<I>[] children, String[] separators, int[] ends) {
        this.children = children;
        this.separators = separators;
        this.ends = ends;
    }

    static <I> Branch<I> of(EntryTree.Node<I>[] children) {
        String[] separators = new String[children.length];
        int[] ends = new int[children.length];
        int end = 0;
        for (int i = 0; i < children.length; i++) {
            separators[i] = children[i].firstKey();
            end += children[i].count();
            ends[i] = end;
        }
        return new Branch<>(children, separators, ends);
    }

    EntryTree.Node<I> child(int i) {
        return children[i];
    }

    /// How many entries come before child `i`.
    int start(int i) {
        return i == 0 ? 0 : ends[i - 1];
    }

    /// The child that holds the entry of that rank.
    int childAt(int rank) {
        int found = Arrays.binarySearch(ends, rank);
        return found >= 0 ? found + 1 : -found - 1;
    }

    @Override
    public int count() {
        return ends[ends.length - 1];
    }

    @Override
    public int width() {
        return children.length;
    }

    @Override
    public String firstKey() {
        return children[0].firstKey();
    }

    @Override
    public @Nullable Entry<I> find(String key) {
        return children[childFor(key)].find(key);
    }

    @Override
    public int rank(String key) {
        int i = childFor(key);
        return start(i) + children[i].rank(key);
    }

    @Override
    public Branch<I> with(Entry<I> entry) {
        int i = childFor(entry.key());
        EntryTree.Node<I> child = children[i].with(entry);
        if (child.width() <= EntryTree.WIDTH_MAX) {
            return replaced(i, child);
        }
        return replaced(i, 1, EntryTree.halves(child));
    }

    @Override
    public Branch<I> without(String key) {
        int i = childFor(key);
        EntryTree.Node<I> child = children[i].without(key);
        if (child.width() >= EntryTree.WIDTH_MIN || children.length == 1) {
            return replaced(i, child);
        }
        int left = Math.max(i - 1, 0);
        EntryTree.Node<I> joined =
                left == i ? child.joined(children[i + 1]) : children[left].joined(child);
        if (joined.width() > EntryTree.WIDTH_MAX) {
            return replaced(left, 2, EntryTree.halves(joined));
        }
        EntryTree.Node<I>[] one = EntryTree.nodes(1);
        one[0] = joined;
        return replaced(left, 2, one);
    }

    @Override
    public Branch<I> slice(int from, int to) {
        return of(Arrays.copyOfRange(children, from, to));
    }

    @Override
    public Branch<I> joined(EntryTree.Node<I> right) {
        return replaced(children.length, 0, ((Branch<I>) right).children);
    }

    /// The last child whose separator is not greater than `key`.
    private int childFor(String key) {
        int low = 1;
        int high = separators.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (separators[middle].compareTo(key) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    private Branch<I> replaced(int i, EntryTree.Node<I> child) {
        EntryTree.Node<I>[] changed = children.clone();
        changed[i] = child;
        int more = child.count() - children[i].count();
        return new Branch<>(changed, separators, more == 0 ? ends : shifted(i, more));
    }

    private int[] shifted(int from, int more) {
        int[] shifted = ends.clone();
        for (int i = from; i < shifted.length; i++) {
            shifted[i] += more;
        }
        return shifted;
    }

    /// With `removed` children from `at` on replaced by others.
    private Branch<I> replaced(int at, int removed, EntryTree.Node<I>[] added) {
        int rest = children.length - at - removed;
        EntryTree.Node<I>[] changed = EntryTree.nodes(at + added.length + rest);
        System.arraycopy(children, 0, changed, 0, at);
        System.arraycopy(added, 0, changed, at, added.length);
        System.arraycopy(children, at + removed, changed, at + added.length, rest);
        return of(changed);
    }
}
