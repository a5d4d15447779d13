package dev.slipway.tsdb.block;

import dev.slipway.series.Labels;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.roaringbitmap.IntConsumer;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;

/// Reads the `index` of a block where it lies. The tables that lead to everything else are checked
/// when it is opened, postings and series each time they are read. Thread-safe; valid as long as
/// its arena.
final class IndexReader {
    private final MappedFile file;
    private final IndexFormat.Toc toc;
    private final SymbolTable symbols;
    private final PostingsTable postings;

    /// A series as it stands in the index.
    record Entry(Labels labels, List<ChunkMeta> chunks) {}

    IndexReader(Path block, Arena arena) {
        file = new MappedFile(block.resolve(IndexFormat.NAME), arena);
        if (file.intAt(0) != IndexFormat.MAGIC) {
            throw file.damaged(
                    0, "magic: %08x (expected: %08x)".formatted(file.intAt(0), IndexFormat.MAGIC));
        }
        if (file.byteAt(4) != IndexFormat.VERSION) {
            throw file.damaged(
                    4, "version: %d (expected: %d)".formatted(file.byteAt(4), IndexFormat.VERSION));
        }
        toc = readToc();
        symbols = new SymbolTable(file, toc.symbols());
        postings = new PostingsTable(file, toc.postingsOffsets());
    }

    PostingsTable postings() {
        return postings;
    }

    RoaringBitmap all() {
        long offset = postings.find("", "");
        return offset < 0 ? new RoaringBitmap() : series(offset);
    }

    /// The series of postings that begin at this offset.
    RoaringBitmap series(long offset) {
        long length = file.unsignedIntAt(offset);
        file.checkSum("postings", offset + 4, length);
        long count = file.unsignedIntAt(offset + 4);
        if (length != 4 + 4 * count) {
            throw file.damaged(
                    offset, "postings: %d in %d bytes (expected: 4 each)".formatted(count, length));
        }
        RoaringBitmapWriter<RoaringBitmap> bitmap = RoaringBitmapWriter.writer().get();
        for (long at = offset + 8; at < offset + 4 + length; at += 4) {
            bitmap.add(file.intAt(at));
        }
        return bitmap.get();
    }

    /// Names of labels that any of these series has, without order.
    Set<String> names(RoaringBitmap references) {
        RoaringBitmap symbolsOfNames = new RoaringBitmap();
        PeekableIntIterator each = references.getIntIterator();
        while (each.hasNext()) {
            FileCursor cursor = series(each.next());
            int labels = cursor.count("labels", 2);
            for (int i = 0; i < labels; i++) {
                symbolsOfNames.add((int) cursor.uvarint());
                cursor.uvarint();
            }
        }
        Set<String> names = new HashSet<>();
        symbolsOfNames.forEach(
                (IntConsumer) symbol -> names.add(symbols.text(Integer.toUnsignedLong(symbol))));
        return names;
    }

    Entry entry(int reference) {
        FileCursor cursor = series(reference);
        String[] pairs = new String[2 * cursor.count("labels", 2)];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = symbols.text(cursor.uvarint());
        }
        return new Entry(Labels.ofSorted(pairs), readChunks(cursor));
    }

    /// At the start of what stands for one.
    private FileCursor series(int reference) {
        long offset = Integer.toUnsignedLong(reference) * IndexFormat.SERIES_ALIGNMENT;
        if (offset < toc.series()) {
            throw file.damaged(offset, "series: before their section (expected: within)");
        }
        FileCursor header = new FileCursor(file, offset, file.sizeBytes());
        long length = header.uvarint();
        long start = header.position();
        file.checkSum("series", start, length);
        return new FileCursor(file, start, start + length);
    }

    private static List<ChunkMeta> readChunks(FileCursor cursor) {
        int count = cursor.count("chunks", 3);
        List<ChunkMeta> chunks = new ArrayList<>(count);
        long time = 0;
        long reference = 0;
        for (int i = 0; i < count; i++) {
            long min = i == 0 ? cursor.varint() : time + cursor.uvarint();
            time = min + cursor.uvarint();
            reference = i == 0 ? cursor.uvarint() : reference + cursor.varint();
            chunks.add(new ChunkMeta(min, time, reference));
        }
        return chunks;
    }

    private IndexFormat.Toc readToc() {
        long start = file.sizeBytes() - IndexFormat.TOC_BYTES;
        if (start < IndexFormat.HEADER_BYTES) {
            throw file.damaged(0, "index: %d bytes (expected: more)".formatted(file.sizeBytes()));
        }
        file.checkSum("table of contents", start, IndexFormat.TOC_BYTES - 4);
        return new IndexFormat.Toc(
                file.longAt(start),
                file.longAt(start + 8),
                file.longAt(start + 16),
                file.longAt(start + 24),
                file.longAt(start + 32),
                file.longAt(start + 40));
    }
}
