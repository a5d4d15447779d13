package dev.slipway.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.series.Span;
import dev.slipway.tsdb.block.Disk;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogRecordTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1000));
    private static final Labels LABELS = Labels.of("__name__", "m", "a", "b");
    private static final FloatHistogram HISTOGRAM =
            new FloatHistogram(
                    0,
                    ResetHint.UNKNOWN,
                    0.1,
                    1,
                    4,
                    9,
                    List.of(new Span(1, 2)),
                    new double[] {1, 2},
                    List.of(),
                    new double[0],
                    new double[0]);

    @TempDir private Path folder;

    @Test
    void aRecordWithChangedBytesIsReadOrRefusedAsDamaged() {
        Random random = new Random(9);
        RecordBuffer valid = everyKind();
        int refused = 0;
        for (int round = 0; round < 3_000; round++) {
            byte[] bytes = Arrays.copyOf(valid.bytes(), valid.size());
            for (int i = random.nextInt(3); i >= 0; i--) {
                int at =
                        LogSegment.FRAME_BYTES
                                + random.nextInt(bytes.length - LogSegment.FRAME_BYTES);
                bytes[at] = (byte) random.nextInt(256);
            }
            refused += isRead(bytes, bytes.length) ? 0 : 1;
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aRecordThatEndsEarlyIsReadToTheLastEntryOrRefused() {
        RecordBuffer valid = everyKind();
        for (int length = LogSegment.FRAME_BYTES; length <= valid.size(); length++) {
            isRead(valid.bytes(), length);
        }
        assertThat(isRead(valid.bytes(), valid.size())).isTrue();
    }

    @Test
    void refusesSamplesOfASeriesThatWasNotNamed() {
        RecordBuffer record = new RecordBuffer();
        record.putByte(LogRecord.LATE_FLOAT);
        record.putVarint(5);
        record.putVarint(1);
        record.putDouble(1);
        assertThatThrownBy(() -> read(record.bytes(), record.size()))
                .isInstanceOf(LogDamagedException.class)
                .hasMessageContaining("series: 5");
    }

    private boolean isRead(byte[] bytes, int length) {
        try {
            read(bytes, length);
            return true;
        } catch (LogDamagedException e) {
            return false;
        }
    }

    private void read(byte[] bytes, int length) {
        try (Head head = head()) {
            HeadState state = new HeadState(head, new ExemplarRing(3), new MetricDescriptions(3));
            new LogRecord(state, () -> false)
                    .apply(new RecordCursor(bytes, LogSegment.FRAME_BYTES, length));
            // What was read can be gone on with.
            if (head.index().isUsed(0)) {
                head.apply(0, Long.MAX_VALUE / 2, 1, null);
            }
        }
    }

    private Head head() {
        UnderWay reads = new UnderWay(new ReentrantLock());
        return new Head(folder, TsdbConfig.defaults(), CLOCK, reads, Disk.REAL);
    }

    private RecordBuffer everyKind() {
        RecordBuffer record = new RecordBuffer();
        record.putByte(LogRecord.SERIES);
        record.putVarint(0);
        record.putLabels(LABELS);
        record.putByte(LogRecord.SERIES);
        record.putVarint(1);
        record.putLabels(Labels.of("c", "d"));
        addSamples(record);
        record.putByte(LogRecord.EXEMPLAR);
        record.putVarint(0);
        record.putExemplar(new Exemplar(LABELS, 1, 2));
        record.putByte(LogRecord.OLD_EXEMPLAR);
        record.putLabels(LABELS);
        record.putExemplar(new Exemplar(LABELS, 1, 3));
        LogRecord.putMetadata(record, "m", new Metadata(Metadata.Type.GAUGE, "", "Help."));
        addChunks(record);
        record.putByte(LogRecord.DELETED);
        record.putVarint(0);
        record.putVarint(100);
        record.putVarint(200);
        record.putByte(LogRecord.ACCEPT_FROM);
        record.putLong(50);
        record.putByte(LogRecord.GONE);
        record.putVarint(1);
        return record;
    }

    private static void addSamples(RecordBuffer record) {
        record.putByte(LogRecord.FLOATS);
        record.putUvarint(2);
        record.putFloat(0, 1000, 1);
        record.putFloat(1, 10, 2);
        for (int kind : List.of(LogRecord.HISTOGRAM, LogRecord.LATE_HISTOGRAM)) {
            record.putByte(kind);
            record.putVarint(1);
            record.putVarint(2000);
            record.putHistogram(HISTOGRAM);
        }
        record.putByte(LogRecord.LATE_FLOAT);
        record.putVarint(0);
        record.putVarint(10);
        record.putDouble(5);
    }

    /// As a head with some samples has them.
    private void addChunks(RecordBuffer record) {
        List<RecordBuffer> parts = new ArrayList<>();
        try (Head head = head()) {
            int slot = head.series(LABELS);
            for (int i = 0; i < 150; i++) {
                head.apply(slot, 10_000 + i * 1000L, i, null);
            }
            int other = head.series(Labels.of("c", "d"));
            head.apply(other, 10_000, 0, HISTOGRAM);
            HeadState state = new HeadState(head, new ExemplarRing(3), new MetricDescriptions(3));
            Checkpoint checkpoint =
                    new Checkpoint(
                            state,
                            written -> {
                                RecordBuffer copy = new RecordBuffer();
                                copy.putAll(written);
                                parts.add(copy);
                            });
            checkpoint.write(new HeadLock(new ReentrantLock()));
        }
        parts.forEach(record::putAll);
    }
}
