package dev.slipway.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The lowest nodes of an [EntryTree]: entries in order of their keys. Immutable.
final class Leaf<I> implements EntryTree.Node<I> {
    private final Entry<I>[] entries;

    Leaf(Entry<I>[] entries) {
        this.entries = entries;
    }

    Entry<I> at(int position) {
        return entries[position];
    }

    @Override
    public int count() {
        return entries.length;
    }

    @Override
    public int width() {
        return entries.length;
    }

    @Override
    public String firstKey() {
        return entries[0].key();
    }

    @Override
    public @Nullable Entry<I> find(String key) {
        int position = rank(key);
        return holds(position, key) ? entries[position] : null;
    }

    @Override
    public int rank(String key) {
        int low = 0;
        int high = entries.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries[middle].key().compareTo(key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public Leaf<I> with(Entry<I> entry) {
        int position = rank(entry.key());
        if (holds(position, entry.key())) {
            Entry<I>[] changed = entries.clone();
            changed[position] = entry;
            return new Leaf<>(changed);
        }
        Entry<I>[] wider = Arrays.copyOf(entries, entries.length + 1);
        System.arraycopy(entries, position, wider, position + 1, entries.length - position);
        wider[position] = entry;
        return new Leaf<>(wider);
    }

    @Override
    public Leaf<I> without(String key) {
        int position = rank(key);
        if (!holds(position, key)) {
            throw new IllegalStateException("No entry " + key + " to remove");
        }
        Entry<I>[] narrower = Arrays.copyOf(entries, entries.length - 1);
        System.arraycopy(entries, position + 1, narrower, position, narrower.length - position);
        return new Leaf<>(narrower);
    }

    @Override
    public Leaf<I> slice(int from, int to) {
        return new Leaf<>(Arrays.copyOfRange(entries, from, to));
    }

    @Override
    public Leaf<I> joined(EntryTree.Node<I> right) {
        Entry<I>[] added = ((Leaf<I>) right).entries;
        Entry<I>[] all = Arrays.copyOf(entries, entries.length + added.length);
        System.arraycopy(added, 0, all, entries.length, added.length);
        return new Leaf<>(all);
    }

    private boolean holds(int position, String key) {
        return position < entries.length && entries[position].key().equals(key);
    }
}
