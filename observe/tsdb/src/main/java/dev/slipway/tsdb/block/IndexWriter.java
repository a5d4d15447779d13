package dev.slipway.tsdb.block;

import dev.slipway.series.Labels;
import dev.slipway.series.SeriesException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes the `index` of a block.
///
/// The format wants all symbols before the first series, and the series before the postings. The
/// series are therefore put down in a spool file first, with provisional numbers for their label
/// pairs; [#finish] sorts the symbols and copies the spool with their final numbers. In memory are
/// the distinct label pairs, and at the end 4 bytes for each label of each series.
///
/// Not thread-safe.
final class IndexWriter implements AutoCloseable {
    private static final String SPOOL = "series.tmp";

    private final Path folder;
    private final Disk disk;
    private final FileOutput spool;
    private final PairTable pairs = new PairTable();
    private final EntryBuffer entry = new EntryBuffer();
    private int seriesCount;

    IndexWriter(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
        spool = new FileOutput(folder.resolve(SPOOL), disk);
    }

    /// By ascending labels.
    void add(Labels labels, List<ChunkMeta> chunks) {
        spool.putUvarint(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            spool.putUvarint(pairs.add(labels.name(i), labels.value(i)));
        }
        entry.clear();
        putChunks(chunks);
        spool.putUvarint(entry.size());
        entry.writeTo(spool);
        seriesCount++;
    }

    void finish() {
        spool.finish();
        Path file = folder.resolve(SPOOL);
        try (Arena arena = Arena.ofConfined();
                FileOutput index = new FileOutput(folder.resolve(IndexFormat.NAME), disk)) {
            write(new MappedFile(file, arena), index);
            index.finish();
        }
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new SeriesException(file + ": cannot be deleted: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        spool.close();
    }

    private void putChunks(List<ChunkMeta> chunks) {
        entry.putUvarint(chunks.size());
        long time = 0;
        long reference = 0;
        for (int i = 0; i < chunks.size(); i++) {
            ChunkMeta chunk = chunks.get(i);
            if (i == 0) {
                entry.putVarint(chunk.minMillis());
            } else {
                entry.putUvarint(chunk.minMillis() - time);
            }
            entry.putUvarint(chunk.maxMillis() - chunk.minMillis());
            if (i == 0) {
                entry.putUvarint(chunk.reference());
            } else {
                entry.putVarint(chunk.reference() - reference);
            }
            time = chunk.maxMillis();
            reference = chunk.reference();
        }
    }

    private void write(MappedFile spooled, FileOutput index) {
        pairs.sort();
        index.putInt(IndexFormat.MAGIC);
        index.putByte(IndexFormat.VERSION);
        long symbols = index.position();
        writeSymbols(index);
        long series = index.position();
        PostingsWriter postings = new PostingsWriter(pairs, seriesCount);
        writeSeries(spooled, index, postings);
        long labelIndices = index.position();
        postings.writeLabelIndices(index);
        long postingsStart = index.position();
        postings.writePostings(index);
        long labelOffsets = index.position();
        postings.writeLabelOffsets(index);
        long postingsOffsets = index.position();
        postings.writePostingsOffsets(index);
        index.beginChecksum();
        index.putLong(symbols);
        index.putLong(series);
        index.putLong(labelIndices);
        index.putLong(labelOffsets);
        index.putLong(postingsStart);
        index.putLong(postingsOffsets);
        index.putChecksum();
    }

    private void writeSymbols(FileOutput index) {
        List<byte[]> symbols = pairs.sortedSymbols();
        long length = 4;
        for (byte[] symbol : symbols) {
            length += uvarintBytes(symbol.length) + symbol.length;
        }
        index.putInt(sectionLength(length));
        index.beginChecksum();
        index.putInt(symbols.size());
        symbols.forEach(index::putBlob);
        index.putChecksum();
    }

    private void writeSeries(MappedFile spooled, FileOutput index, PostingsWriter postings) {
        FileCursor from = new FileCursor(spooled, 0, spooled.sizeBytes());
        while (!from.isAtEnd()) {
            index.align(IndexFormat.SERIES_ALIGNMENT);
            postings.beginSeries(index.position() / IndexFormat.SERIES_ALIGNMENT);
            entry.clear();
            int labels = (int) from.uvarint();
            entry.putUvarint(labels);
            for (int i = 0; i < labels; i++) {
                int pair = (int) from.uvarint();
                entry.putUvarint(pairs.nameSymbol(pair));
                entry.putUvarint(pairs.valueSymbol(pair));
                postings.add(pair);
            }
            entry.put(from, (int) from.uvarint());
            index.putUvarint(entry.size());
            index.beginChecksum();
            entry.writeTo(index);
            index.putChecksum();
        }
    }

    static long uvarintBytes(long value) {
        return Math.max(1L, (70 - Long.numberOfLeadingZeros(value)) / 7);
    }

    static int sectionLength(long length) {
        if (length > 0xffff_ffffL) {
            throw new SeriesException(
                    "section of an index: " + length + " bytes (expected: less than 4 GiB)", null);
        }
        return (int) length;
    }
}
