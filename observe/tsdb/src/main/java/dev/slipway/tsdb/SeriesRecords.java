package dev.slipway.tsdb;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// What the head knows of each series, 64 bytes outside of the heap instead of an object:
///
/// ```
///  0  state of the XOR encoder, 32 bytes
/// 32  reference of the newest full chunk, -1 for none
/// 40  time of the newest sample in order
/// 48  time of the open chunk's first sample
/// 56  address of the open chunk, -1 for none
/// 60  its size class        61  whether marked     62  generation (2)
/// ```
///
/// The generation is odd while a series has the slot and goes up by one when it gets or loses it,
/// so that references to a series before are told apart.
///
/// Written under the database's lock. Newest time, mark and generation may be read without: a guess
/// then, which is made sure of before it counts.
final class SeriesRecords {
    static final long NO_TIME = Long.MIN_VALUE;
    static final long NO_CHUNK = -1;

    private static final int RECORD_BYTES = 64;
    private static final int PAGE_RECORDS = 1 << 12;

    private final Arena arena;
    private volatile MemorySegment[] pages = {};

    SeriesRecords(Arena arena) {
        this.arena = arena;
    }

    void clear(int slot) {
        ensurePage(slot / PAGE_RECORDS);
        MemorySegment page = page(slot);
        short generation = page.get(ValueLayout.JAVA_SHORT, state(slot) + 62);
        page.asSlice(state(slot), RECORD_BYTES).fill((byte) 0);
        page.set(ValueLayout.JAVA_SHORT, state(slot) + 62, (short) (generation + 1));
        fullChunk(slot, NO_CHUNK);
        lastMillis(slot, NO_TIME);
        chunk(slot, ChunkSlab.NOTHING, 0);
    }

    /// What an appender calls the series by.
    long reference(int slot) {
        long generation = page(slot).get(ValueLayout.JAVA_SHORT, state(slot) + 62) & 0xffffL;
        return generation << 32 | slot;
    }

    /// The slot of a reference; -1 if it is, or becomes right now, another series' or none's.
    int slot(long reference) {
        int slot = (int) reference;
        MemorySegment[] known = pages;
        boolean there =
                slot >= 0
                        && slot / PAGE_RECORDS < known.length
                        && known[slot / PAGE_RECORDS].byteSize() > 0;
        boolean given = (reference >>> 32 & 1) == 1;
        return there && given && reference(slot) == reference ? slot : -1;
    }

    /// From here on no reference that was given out is valid.
    void endGeneration(int slot) {
        short generation = page(slot).get(ValueLayout.JAVA_SHORT, state(slot) + 62);
        page(slot).set(ValueLayout.JAVA_SHORT, state(slot) + 62, (short) (generation + 1));
    }

    MemorySegment page(int slot) {
        return pages[slot / PAGE_RECORDS];
    }

    /// Where the encoder's state lies in the page.
    long state(int slot) {
        return (long) (slot % PAGE_RECORDS) * RECORD_BYTES;
    }

    long fullChunk(int slot) {
        return page(slot).get(ValueLayout.JAVA_LONG, state(slot) + 32);
    }

    void fullChunk(int slot, long reference) {
        page(slot).set(ValueLayout.JAVA_LONG, state(slot) + 32, reference);
    }

    long lastMillis(int slot) {
        return page(slot).get(ValueLayout.JAVA_LONG, state(slot) + 40);
    }

    void lastMillis(int slot, long timeMillis) {
        page(slot).set(ValueLayout.JAVA_LONG, state(slot) + 40, timeMillis);
    }

    long chunkMinMillis(int slot) {
        return page(slot).get(ValueLayout.JAVA_LONG, state(slot) + 48);
    }

    void chunkMinMillis(int slot, long timeMillis) {
        page(slot).set(ValueLayout.JAVA_LONG, state(slot) + 48, timeMillis);
    }

    int address(int slot) {
        return page(slot).get(ValueLayout.JAVA_INT, state(slot) + 56);
    }

    int size(int slot) {
        return page(slot).get(ValueLayout.JAVA_BYTE, state(slot) + 60);
    }

    /// Whether the series is to be forgotten unless it is used.
    boolean isMarked(int slot) {
        return page(slot).get(ValueLayout.JAVA_BYTE, state(slot) + 61) != 0;
    }

    void isMarked(int slot, boolean value) {
        page(slot).set(ValueLayout.JAVA_BYTE, state(slot) + 61, (byte) (value ? 1 : 0));
    }

    void chunk(int slot, int address, int size) {
        MemorySegment page = page(slot);
        page.set(ValueLayout.JAVA_INT, state(slot) + 56, address);
        page.set(ValueLayout.JAVA_BYTE, state(slot) + 60, (byte) size);
    }

    long reservedBytes() {
        long count = 0;
        for (MemorySegment page : pages) {
            count += page.byteSize() > 0 ? 1 : 0;
        }
        return count * PAGE_RECORDS * RECORD_BYTES;
    }

    /// Only pages that are needed are there: slots from the log may lie far apart.
    private void ensurePage(int page) {
        if (page < pages.length && pages[page].byteSize() > 0) {
            return;
        }
        MemorySegment[] grown = Arrays.copyOf(pages, Math.max(page + 1, pages.length));
        Arrays.fill(grown, pages.length, grown.length, MemorySegment.NULL);
        grown[page] = arena.allocate((long) PAGE_RECORDS * RECORD_BYTES, RECORD_BYTES);
        pages = grown;
    }
}
