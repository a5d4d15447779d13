package dev.slipway.wire;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Labels;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The streamed answer to a remote read: frames, each with the chunks of one series as they are
/// stored. A frame is the length of the message as a varint, its CRC-32C in four bytes, most
/// significant first, and the message `prometheus.ChunkedReadResponse`. Whoever stores chunks hands
/// them in. Stateless.
public final class ChunkedRead {
    /// `Content-Type` of the answer; it is not compressed.
    public static final String CONTENT_TYPE =
            "application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse";

    /// How chunks are encoded; the constants stand in the order of their numbers on the wire.
    public enum Encoding {
        UNKNOWN(0),
        XOR(1),
        HISTOGRAM(2),
        FLOAT_HISTOGRAM(3);

        private final int number;

        Encoding(int number) {
            this.number = number;
        }
    }

    /// @param data the bytes of the chunk, without its encoding or checksum
    public record Chunk(long startMillis, long endMillis, Encoding encoding, byte[] data) {
        public Chunk {
            requireNonNull(encoding, "encoding");
            requireNonNull(data, "data");
        }
    }

    /// @param queryIndex which query of the request it answers
    public record Frame(Labels labels, List<Chunk> chunks, int queryIndex) {
        public Frame {
            requireNonNull(labels, "labels");
            chunks = List.copyOf(chunks);
        }
    }

    private ChunkedRead() {}

    public static void write(Frame frame, OutputStream stream) throws IOException {
        ProtoWriter message = new ProtoWriter(1_024);
        int series = message.open(1);
        PromLabels.write(message, frame.labels());
        for (Chunk chunk : frame.chunks()) {
            int opened = message.open(2);
            message.varintIfSet(1, chunk.startMillis());
            message.varintIfSet(2, chunk.endMillis());
            message.varintIfSet(3, chunk.encoding().number);
            message.bytes(4, chunk.data());
            message.close(opened);
        }
        message.close(series);
        message.varintIfSet(2, frame.queryIndex());
        CRC32C checksum = new CRC32C();
        checksum.update(message.buffer(), 0, message.size());
        ProtoWriter head = new ProtoWriter();
        head.rawVarint(message.size());
        stream.write(head.buffer(), 0, head.size());
        int crc = (int) checksum.getValue();
        stream.write(
                new byte[] {(byte) (crc >> 24), (byte) (crc >> 16), (byte) (crc >> 8), (byte) crc});
        stream.write(message.buffer(), 0, message.size());
    }

    /// The next frame; nothing at the end of the stream. Throws [WireException] if it is malformed,
    /// damaged or too large, and [EOFException] if the stream ends within it.
    public static Optional<Frame> read(InputStream stream, WireLimits limits) throws IOException {
        int first = stream.read();
        if (first < 0) {
            return Optional.empty();
        }
        long length = length(first, stream);
        if (length < 0 || length > limits.bodyBytesMax()) {
            throw WireException.tooLarge("bytes of a frame", length, limits.bodyBytesMax());
        }
        byte[] head = stream.readNBytes(4);
        byte[] message = stream.readNBytes((int) length);
        if (head.length < 4 || message.length < length) {
            throw new EOFException(
                    "Frame: the end (expected: " + length + " bytes and a checksum)");
        }
        CRC32C checksum = new CRC32C();
        checksum.update(message);
        int stored =
                (head[0] << 24)
                        | ((head[1] & 0xff) << 16)
                        | ((head[2] & 0xff) << 8)
                        | (head[3] & 0xff);
        if (stored != (int) checksum.getValue()) {
            throw WireException.malformed(
                    "Frame: checksum %08x (expected: %08x)"
                            .formatted(stored, (int) checksum.getValue()));
        }
        return Optional.of(frame(new ProtoReader(message), limits));
    }

    private static long length(int first, InputStream stream) throws IOException {
        long length = first & 0x7f;
        int next = first;
        for (int shift = 7; next >= 0x80; shift += 7) {
            next = stream.read();
            if (next < 0) {
                throw new EOFException("Frame: the end (expected: its length)");
            }
            if (shift > 28) {
                throw WireException.malformed("Frame: a length of 6 bytes (expected: at most 5)");
            }
            length |= (long) (next & 0x7f) << shift;
        }
        return length;
    }

    private static Frame frame(ProtoReader reader, WireLimits limits) {
        LabelPairs pairs = new LabelPairs(limits.labelsMax());
        List<Chunk> chunks = new ArrayList<>();
        long queryIndex = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> {
                    int outer = reader.enter();
                    series(reader, pairs, chunks);
                    reader.leave(outer);
                }
                case 2 -> queryIndex = reader.varint();
                default -> reader.skip();
            }
        }
        return new Frame(pairs.build(), chunks, (int) queryIndex);
    }

    private static void series(ProtoReader reader, LabelPairs pairs, List<Chunk> chunks) {
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> PromLabels.read(reader, pairs);
                case 2 -> {
                    int outer = reader.enter();
                    chunks.add(chunk(reader));
                    reader.leave(outer);
                }
                default -> reader.skip();
            }
        }
    }

    private static Chunk chunk(ProtoReader reader) {
        long startMillis = 0;
        long endMillis = 0;
        long encoding = 0;
        byte[] data = {};
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> startMillis = reader.varint();
                case 2 -> endMillis = reader.varint();
                case 3 -> encoding = reader.varint();
                case 4 -> data = reader.byteArray();
                default -> reader.skip();
            }
        }
        Encoding[] encodings = Encoding.values();
        boolean known = encoding >= 0 && encoding < encodings.length;
        return new Chunk(
                startMillis, endMillis, known ? encodings[(int) encoding] : Encoding.UNKNOWN, data);
    }
}
