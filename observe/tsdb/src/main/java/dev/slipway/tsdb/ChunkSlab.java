package dev.slipway.tsdb;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Memory outside of the heap for open chunks: pages of 1 MiB, cut into pieces of a few sizes. A
/// free piece holds the address of the next free one of its size. An address is a count of
/// [#UNIT_BYTES]; so 31 bits reach over 64 GiB. Owned by the head and used under its lock.
final class ChunkSlab {
    static final int NOTHING = -1;

    private static final int UNIT_BYTES = 32;
    private static final int PAGE_BYTES = 1 << 20;
    private static final int PAGE_UNITS = PAGE_BYTES / UNIT_BYTES;
    private static final int[] SIZES = {
        64, 96, 128, 160, 192, 256, 320, 384, 512, 768, 1024, 1536, 2048, 3072, 4096
    };

    private final Arena arena;
    private final List<MemorySegment> pages = new ArrayList<>();
    private final int[] free = new int[SIZES.length];
    private final int[] next = new int[SIZES.length];
    private final int[] left = new int[SIZES.length];

    ChunkSlab(Arena arena) {
        this.arena = arena;
        Arrays.fill(free, NOTHING);
    }

    /// @param size index of a size, 0 for the smallest
    static int sizeBytes(int size) {
        return SIZES[size];
    }

    static int sizes() {
        return SIZES.length;
    }

    int allocate(int size) {
        int address = free[size];
        if (address != NOTHING) {
            free[size] = page(address).get(ValueLayout.JAVA_INT, offset(address));
            return address;
        }
        if (left[size] == 0) {
            pages.add(arena.allocate(PAGE_BYTES, UNIT_BYTES));
            next[size] = (pages.size() - 1) * PAGE_UNITS;
            left[size] = PAGE_BYTES / SIZES[size];
        }
        address = next[size];
        next[size] += SIZES[size] / UNIT_BYTES;
        left[size]--;
        return address;
    }

    void free(int address, int size) {
        page(address).set(ValueLayout.JAVA_INT, offset(address), free[size]);
        free[size] = address;
    }

    /// Moves the first bytes of a piece into one of the next size.
    int grow(int address, int size, int usedBytes) {
        int larger = allocate(size + 1);
        MemorySegment.copy(page(address), offset(address), page(larger), offset(larger), usedBytes);
        free(address, size);
        return larger;
    }

    MemorySegment page(int address) {
        return pages.get(address / PAGE_UNITS);
    }

    static long offset(int address) {
        return (long) (address % PAGE_UNITS) * UNIT_BYTES;
    }

    long reservedBytes() {
        return (long) pages.size() * PAGE_BYTES;
    }
}
