package dev.slipway.tsdb;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ChunkSlabTest {
    private record Piece(int address, int size) {}

    private final Map<Integer, Piece> pieces = new HashMap<>();

    @Test
    void keepsWhatIsInPiecesWhileTheyMove() {
        Random random = new Random(1);
        try (Arena arena = Arena.ofConfined()) {
            ChunkSlab slab = slab(arena);
            for (int step = 0; step < 60_000; step++) {
                int slot = random.nextInt(6_000);
                Piece there = pieces.get(slot);
                if (there == null || (there.size() + 1 < 12 && random.nextInt(3) > 0)) {
                    allocate(slab, slot, there == null ? 0 : there.size() + 1);
                } else {
                    check(slab, slot);
                    slab.free(there.address());
                    pieces.remove(slot);
                }
            }
            pieces.keySet().forEach(slot -> check(slab, slot));
        }
    }

    @Test
    void seriesThatGrowTogetherLeaveLittleBehind() {
        try (Arena arena = Arena.ofConfined()) {
            ChunkSlab slab = slab(arena);
            int slots = 20_000;
            for (int size = 0; size < 11; size++) {
                for (int slot = 0; slot < slots; slot++) {
                    // Every fourth stays small.
                    if (size == 0 || slot % 4 > 0) {
                        allocate(slab, slot, size);
                    }
                }
            }
            assertThat(slab.reservedBytes()).isLessThan(slab.usedBytes() * 3 / 2);
        }
    }

    private ChunkSlab slab(Arena arena) {
        return new ChunkSlab(
                arena, (slot, address, size) -> pieces.put(slot, new Piece(address, size)));
    }

    private void allocate(ChunkSlab slab, int slot, int size) {
        int address = slab.allocate(size, slot);
        Piece before = pieces.put(slot, new Piece(address, size));
        if (before != null) {
            slab.free(before.address());
        }
        memory(slab, slot).fill((byte) slot);
    }

    private void check(ChunkSlab slab, int slot) {
        MemorySegment memory = memory(slab, slot);
        assertThat(memory.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) slot);
        assertThat(memory.get(ValueLayout.JAVA_BYTE, memory.byteSize() - 1)).isEqualTo((byte) slot);
    }

    private MemorySegment memory(ChunkSlab slab, int slot) {
        Piece piece = requireNonNull(pieces.get(slot));
        int address = piece.address();
        return slab.page(address)
                .asSlice(ChunkSlab.offset(address), ChunkSlab.sizeBytes(piece.size()));
    }
}
