package dev.slipway.tsdb.block;

import dev.slipway.series.SeriesException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Collects which series have which label pair, and writes the sections of an index that say so.
/// How many series a pair has is known before, so that all lists lie in one array. Not thread-safe.
final class PostingsWriter {
    private final PairTable pairs;
    private final List<Integer> sortedPairs;
    private final int[] all;
    private final int[] references;
    private final int[] ends;
    private final long[] offsets;
    private final List<Long> labelIndexOffsets = new ArrayList<>();
    private final List<String> labelNames = new ArrayList<>();
    private long allOffset;
    private int seriesCount;

    PostingsWriter(PairTable pairs, int seriesCount) {
        this.pairs = pairs;
        sortedPairs = pairs.sortedPairs();
        all = new int[seriesCount];
        ends = new int[pairs.size()];
        offsets = new long[pairs.size()];
        long total = 0;
        for (int i = 0; i < pairs.size(); i++) {
            ends[i] = (int) total;
            total += pairs.uses(i);
        }
        if (total > Integer.MAX_VALUE - 8) {
            throw new SeriesException(
                    "labels of a block: " + total + " (expected: less than 2^31)", null);
        }
        references = new int[(int) total];
    }

    void beginSeries(long reference) {
        if (reference > 0xffff_ffffL) {
            throw new SeriesException(
                    "series of a block: more than 64 GiB of them (expected: less)", null);
        }
        all[seriesCount++] = (int) reference;
    }

    /// To the series begun last.
    void add(int pair) {
        references[ends[pair]++] = all[seriesCount - 1];
    }

    /// The values of each name; nothing reads them any more, but they are part of the format.
    void writeLabelIndices(FileOutput index) {
        int from = 0;
        while (from < sortedPairs.size()) {
            int to = endOfName(from);
            index.align(IndexFormat.SECTION_ALIGNMENT);
            labelNames.add(pairs.name(sortedPairs.get(from)));
            labelIndexOffsets.add(index.position());
            index.putInt(IndexWriter.sectionLength(8 + 4L * (to - from)));
            index.beginChecksum();
            index.putInt(1);
            index.putInt(to - from);
            for (int pair : sortedPairs.subList(from, to)) {
                index.putInt(pairs.valueSymbol(pair));
            }
            index.putChecksum();
            from = to;
        }
    }

    void writePostings(FileOutput index) {
        allOffset = writeList(index, all, 0, seriesCount);
        for (int pair : sortedPairs) {
            int count = pairs.uses(pair);
            offsets[pair] = writeList(index, references, ends[pair] - count, count);
        }
    }

    void writeLabelOffsets(FileOutput index) {
        List<byte[]> names = labelNames.stream().map(PostingsWriter::utf8).toList();
        long length = 4;
        for (int i = 0; i < names.size(); i++) {
            length += 1 + blobBytes(names.get(i));
            length += IndexWriter.uvarintBytes(labelIndexOffsets.get(i));
        }
        index.putInt(IndexWriter.sectionLength(length));
        index.beginChecksum();
        index.putInt(names.size());
        for (int i = 0; i < names.size(); i++) {
            index.putByte(1);
            index.putBlob(names.get(i));
            index.putUvarint(labelIndexOffsets.get(i));
        }
        index.putChecksum();
    }

    void writePostingsOffsets(FileOutput index) {
        long length = 4 + 3 + IndexWriter.uvarintBytes(allOffset);
        for (int pair : sortedPairs) {
            length += 1 + blobBytes(utf8(pairs.name(pair))) + blobBytes(utf8(pairs.value(pair)));
            length += IndexWriter.uvarintBytes(offsets[pair]);
        }
        index.putInt(IndexWriter.sectionLength(length));
        index.beginChecksum();
        index.putInt(sortedPairs.size() + 1);
        writeOffset(index, "", "", allOffset);
        for (int pair : sortedPairs) {
            writeOffset(index, pairs.name(pair), pairs.value(pair), offsets[pair]);
        }
        index.putChecksum();
    }

    private static void writeOffset(FileOutput index, String name, String value, long offset) {
        index.putByte(2);
        index.putBlob(utf8(name));
        index.putBlob(utf8(value));
        index.putUvarint(offset);
    }

    private static long writeList(FileOutput index, int[] list, int from, int count) {
        index.align(IndexFormat.SECTION_ALIGNMENT);
        long offset = index.position();
        index.putInt(IndexWriter.sectionLength(4 + 4L * count));
        index.beginChecksum();
        index.putInt(count);
        for (int i = from; i < from + count; i++) {
            index.putInt(list[i]);
        }
        index.putChecksum();
        return offset;
    }

    private int endOfName(int from) {
        int name = pairs.nameSymbol(sortedPairs.get(from));
        int to = from;
        while (to < sortedPairs.size() && pairs.nameSymbol(sortedPairs.get(to)) == name) {
            to++;
        }
        return to;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static long blobBytes(byte[] blob) {
        return IndexWriter.uvarintBytes(blob.length) + blob.length;
    }
}
