package dev.slipway.tsdb.block;

import org.jspecify.annotations.Nullable;

/// The texts of an index, by number. On the heap are the offset of every [#STEP]th text and a few
/// that were read last. Thread-safe.
final class SymbolTable {
    private static final int STEP = 32;
    private static final int CACHE_SIZE = 4096;

    private record Cached(int number, String text) {}

    private final MappedFile file;
    private final long end;
    private final int count;
    private final long[] offsets;

    /// By number modulo size. Races lose an entry at worst: what is in a slot says its number.
    private final @Nullable Cached[] cache = new Cached[CACHE_SIZE];

    /// Reads the section once, for its checksum and the offsets.
    SymbolTable(MappedFile file, long offset) {
        this.file = file;
        long length = file.unsignedIntAt(offset);
        file.checkSum("symbols", offset + 4, length);
        end = offset + 4 + length;
        long symbols = file.unsignedIntAt(offset + 4);
        if (symbols > length) {
            throw file.damaged(offset, "symbols: " + symbols + " (expected: as many as fit)");
        }
        count = (int) symbols;
        offsets = new long[(count + STEP - 1) / STEP];
        FileCursor cursor = new FileCursor(file, offset + 8, end);
        for (int i = 0; i < count; i++) {
            if (i % STEP == 0) {
                offsets[i / STEP] = cursor.position();
            }
            cursor.skipBlob();
        }
    }

    String text(long number) {
        if (number < 0 || number >= count) {
            throw file.damaged(end, "symbol: %d (expected: 0-%d)".formatted(number, count - 1));
        }
        int slot = (int) number % CACHE_SIZE;
        Cached cached = cache[slot];
        if (cached == null || cached.number != number) {
            cached = new Cached((int) number, read((int) number));
            cache[slot] = cached;
        }
        return cached.text;
    }

    private String read(int number) {
        FileCursor cursor = new FileCursor(file, offsets[number / STEP], end);
        for (int i = 0; i < number % STEP; i++) {
            cursor.skipBlob();
        }
        return cursor.text();
    }
}
