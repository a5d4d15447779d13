package dev.slipway.tsdb.block;

/// What readers and writers of an index agree on; the layout is drawn in `docs/format/block.md`.
final class IndexFormat {
    static final String NAME = "index";
    static final int MAGIC = 0xbaaad700;
    static final int VERSION = 2;
    static final int HEADER_BYTES = 5;

    /// Six offsets and a checksum.
    static final int TOC_BYTES = 6 * 8 + 4;

    /// A series is referred to by its offset in units of this.
    static final int SERIES_ALIGNMENT = 16;

    static final int SECTION_ALIGNMENT = 4;

    private IndexFormat() {}

    /// Where the sections begin, as the last bytes of the file say.
    record Toc(
            long symbols,
            long series,
            long labelIndices,
            long labelOffsets,
            long postings,
            long postingsOffsets) {}
}
