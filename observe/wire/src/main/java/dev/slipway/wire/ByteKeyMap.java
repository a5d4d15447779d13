package dev.slipway.wire;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds values by slices of a larger array, without making an object for the question: what a
/// scrape remembers of each series is found by the text of the series in the body. Keeps a copy of
/// each key. Grows as needed; whoever owns it removes what it no longer needs. Not thread-safe.
///
/// A target exposes its series in the same order each time, so each entry remembers which one was
/// asked for after it. Where it is that one again, nothing is hashed and the table is not touched,
/// whose parts lie all over the memory, while neighbours in time are mostly neighbours there too.
public final class ByteKeyMap<V> {
    private static final class Entry<V> {
        private final int hash;
        private final byte[] key;
        private final V value;
        private @Nullable Entry<V> next;

        Entry(int hash, byte[] key, V value) {
            this.hash = hash;
            this.key = key;
            this.value = value;
        }

        boolean isOf(byte[] bytes, int start, int end) {
            return Arrays.equals(key, 0, key.length, bytes, start, end);
        }
    }

    private @Nullable Entry<V>[] entries = table(64);
    private @Nullable Entry<V> last;
    private int size;

    /// The value of this key, null if there is none.
    public @Nullable V find(byte[] bytes, int start, int end) {
        Entry<V> before = last;
        Entry<V> guess = before == null ? null : before.next;
        if (guess != null && guess.isOf(bytes, start, end)) {
            last = guess;
            return guess.value;
        }
        Entry<V> entry = entries[place(ByteKeys.hash(bytes, start, end), bytes, start, end)];
        if (entry == null) {
            return null;
        }
        follow(entry);
        return entry.value;
    }

    /// Keeps the value, in place of another one for this key.
    public void put(byte[] bytes, int start, int end, V value) {
        int hash = ByteKeys.hash(bytes, start, end);
        int place = place(hash, bytes, start, end);
        Entry<V> known = entries[place];
        byte[] key = known == null ? Arrays.copyOfRange(bytes, start, end) : known.key;
        Entry<V> entry = new Entry<>(hash, key, value);
        entries[place] = entry;
        if (known == null) {
            follow(entry);
        } else {
            forgetOrder();
        }
        if (known == null && ++size > entries.length / 2) {
            rebuild(2 * entries.length, any -> true);
        }
    }

    /// Removes the entries whose values are such.
    public void removeIf(Predicate<V> condition) {
        forgetOrder();
        rebuild(entries.length, condition.negate());
    }

    public void forEach(BiConsumer<byte[], V> action) {
        for (Entry<V> entry : entries) {
            if (entry != null) {
                action.accept(entry.key, entry.value);
            }
        }
    }

    public int size() {
        return size;
    }

    private void follow(Entry<V> entry) {
        Entry<V> before = last;
        if (before != null) {
            before.next = entry;
        }
        last = entry;
    }

    /// What is no longer in the table must not be reached.
    private void forgetOrder() {
        last = null;
        for (Entry<V> entry : entries) {
            if (entry != null) {
                entry.next = null;
            }
        }
    }

    private int place(int hash, byte[] bytes, int start, int end) {
        int mask = entries.length - 1;
        int place = hash & mask;
        Entry<V> entry = entries[place];
        while (entry != null) {
            if (entry.hash == hash && entry.isOf(bytes, start, end)) {
                return place;
            }
            place = place + 1 & mask;
            entry = entries[place];
        }
        return place;
    }

    private void rebuild(int capacity, Predicate<V> kept) {
        @Nullable Entry<V>[] rebuilt = table(capacity);
        int count = 0;
        for (Entry<V> entry : entries) {
            if (entry != null && kept.test(entry.value)) {
                int place = entry.hash & capacity - 1;
                while (rebuilt[place] != null) {
                    place = place + 1 & capacity - 1;
                }
                rebuilt[place] = entry;
                count++;
            }
        }
        entries = rebuilt;
        size = count;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <V> @Nullable Entry<V>[] table(int capacity) {
        return new Entry[capacity];
    }
}
