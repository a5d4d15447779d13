package dev.slipway.store;

import java.util.Spliterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A range of ranks of an [EntryTree], leaf by leaf. Owned by the stream that pulls it.
final class EntryScan<I> implements Spliterator<Entry<I>> {
    private final EntryTree<I> tree;
    private final int end;
    private int next;
    private @Nullable Leaf<I> leaf;
    private int leafStart;

    EntryScan(EntryTree<I> tree, int start, int end) {
        this.tree = tree;
        this.next = start;
        this.end = end;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Entry<I>> action) {
        if (next >= end) {
            return false;
        }
        Leaf<I> current = leafOfNext();
        action.accept(current.at(next++ - leafStart));
        return true;
    }

    @Override
    public void forEachRemaining(Consumer<? super Entry<I>> action) {
        while (next < end) {
            Leaf<I> current = leafOfNext();
            int stop = Math.min(end - leafStart, current.count());
            for (int i = next - leafStart; i < stop; i++) {
                action.accept(current.at(i));
            }
            next = leafStart + stop;
        }
    }

    @Override
    public @Nullable Spliterator<Entry<I>> trySplit() {
        int middle = (next + end) >>> 1;
        if (middle - next < EntryTree.WIDTH_MAX) {
            return null;
        }
        EntryScan<I> first = new EntryScan<>(tree, next, middle);
        next = middle;
        leaf = null;
        return first;
    }

    @Override
    public long estimateSize() {
        return Math.max(0, end - next);
    }

    @Override
    public int characteristics() {
        return ORDERED | DISTINCT | NONNULL | IMMUTABLE | SIZED | SUBSIZED;
    }

    private Leaf<I> leafOfNext() {
        Leaf<I> current = leaf;
        if (current == null || next - leafStart >= current.count()) {
            current = tree.leafAt(next);
            leafStart = tree.leafStart(next);
            leaf = current;
        }
        return current;
    }
}
