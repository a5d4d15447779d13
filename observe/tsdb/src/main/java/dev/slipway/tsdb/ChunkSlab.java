package dev.slipway.tsdb;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Memory outside of the heap for open chunks: pages, each cut into pieces of one of a few sizes.
///
/// Series that began together grow together, and leave behind a size that nobody needs any more. So
/// before there is a new page, one that is half empty is emptied into others of its size and cut
/// anew: a piece says whose it is, and the owner is told where it went.
///
/// ```
/// piece  = slot of the owner (4), or -2 - index of the next free piece | chunk
/// ```
///
/// An address is a count of [#UNIT_BYTES], so that 31 bits reach over 64 GiB. Guarded by the
/// database's lock.
final class ChunkSlab {
    static final int NOTHING = -1;

    private static final int UNIT_BYTES = 32;
    private static final int HEADER_BYTES = 4;
    private static final int PAGE_BYTES = 256 << 10;
    private static final int PAGE_UNITS = PAGE_BYTES / UNIT_BYTES;
    private static final int[] SIZES = {
        64, 96, 128, 160, 192, 256, 320, 384, 512, 640, 768, 1024, 1536, 2048, 3072, 4096
    };

    /// A page with less than this part free is not looked for: one would soon look again.
    private static final int FREE_PART_MIN = 16;

    /// Told when a piece moves.
    @FunctionalInterface
    interface Owner {
        void moved(int slot, int address, int size);
    }

    private static final class Page {
        private final int number;
        private final MemorySegment memory;
        private int size;
        private int live;

        /// Index of the first piece that was given back.
        private int free;

        /// Index from which on pieces were never used.
        private int fresh;

        Page(int number, MemorySegment memory, int size) {
            this.number = number;
            this.memory = memory;
            cut(size);
        }

        void cut(int newSize) {
            size = newSize;
            live = 0;
            free = NOTHING;
            fresh = 0;
        }

        int capacity() {
            return PAGE_BYTES / SIZES[size];
        }

        int freeCount() {
            return capacity() - live;
        }

        int header(int index) {
            return memory.get(ValueLayout.JAVA_INT, (long) index * SIZES[size]);
        }

        void header(int index, int value) {
            memory.set(ValueLayout.JAVA_INT, (long) index * SIZES[size], value);
        }

        /// The address of a piece that now belongs to this slot.
        int take(int slot) {
            int index = free;
            if (index == NOTHING) {
                index = fresh++;
            } else {
                free = -2 - header(index);
            }
            header(index, slot);
            live++;
            return number * PAGE_UNITS + index * (SIZES[size] / UNIT_BYTES);
        }

        void giveBack(int address) {
            int index = address % PAGE_UNITS / (SIZES[size] / UNIT_BYTES);
            header(index, -2 - free);
            free = index;
            live--;
        }
    }

    private final Arena arena;
    private final Owner owner;
    private final List<Page> pages = new ArrayList<>();
    private final @Nullable Page[] current = new Page[SIZES.length];

    ChunkSlab(Arena arena, Owner owner) {
        this.arena = arena;
        this.owner = owner;
    }

    /// For a chunk.
    ///
    /// @param size index of a size, 0 for the smallest
    static int sizeBytes(int size) {
        return SIZES[size] - HEADER_BYTES;
    }

    static int sizes() {
        return SIZES.length;
    }

    /// May move any other piece.
    int allocate(int size, int slot) {
        Page page = current[size];
        if (page == null || page.freeCount() == 0) {
            page = withRoom(size);
            current[size] = page;
        }
        return page.take(slot);
    }

    void free(int address) {
        pages.get(address / PAGE_UNITS).giveBack(address);
    }

    MemorySegment page(int address) {
        return pages.get(address / PAGE_UNITS).memory;
    }

    /// Where the chunk begins in its page.
    static long offset(int address) {
        return (long) (address % PAGE_UNITS) * UNIT_BYTES + HEADER_BYTES;
    }

    long reservedBytes() {
        return (long) pages.size() * PAGE_BYTES;
    }

    /// Of pieces in use.
    long usedBytes() {
        return pages.stream().mapToLong(each -> (long) each.live * SIZES[each.size]).sum();
    }

    private Page withRoom(int size) {
        Page emptiest = null;
        for (Page each : pages) {
            boolean better = emptiest == null || each.freeCount() > emptiest.freeCount();
            if (each.size == size && better) {
                emptiest = each;
            }
        }
        if (emptiest != null
                && emptiest.freeCount() >= Math.max(1, emptiest.capacity() / FREE_PART_MIN)) {
            return emptiest;
        }
        Page emptied = emptied();
        if (emptied != null) {
            emptied.cut(size);
            return emptied;
        }
        Page page = new Page(pages.size(), arena.allocate(PAGE_BYTES, UNIT_BYTES), size);
        pages.add(page);
        return page;
    }

    /// The page with the least in it, if that is at most half and the others of its size take it.
    private @Nullable Page emptied() {
        int[] freeBySize = new int[SIZES.length];
        Page least = null;
        for (Page each : pages) {
            freeBySize[each.size] += each.freeCount();
            // live / capacity < least.live / least.capacity
            if (least == null
                    || (long) each.live * least.capacity() < (long) least.live * each.capacity()) {
                least = each;
            }
        }
        if (least == null
                || least.live > least.capacity() / 2
                || freeBySize[least.size] - least.freeCount() < least.live) {
            return null;
        }
        empty(least);
        Page was = least;
        Arrays.setAll(current, size -> current[size] == was ? null : current[size]);
        return least;
    }

    private void empty(Page source) {
        int place = 0;
        for (int index = 0; index < source.fresh && source.live > 0; index++) {
            int slot = source.header(index);
            if (slot < 0) {
                continue;
            }
            while (pages.get(place) == source
                    || pages.get(place).size != source.size
                    || pages.get(place).freeCount() == 0) {
                place++;
            }
            Page target = pages.get(place);
            int address = target.take(slot);
            MemorySegment.copy(
                    source.memory,
                    (long) index * SIZES[source.size] + HEADER_BYTES,
                    target.memory,
                    offset(address),
                    sizeBytes(source.size));
            source.live--;
            owner.moved(slot, address, source.size);
        }
    }
}
