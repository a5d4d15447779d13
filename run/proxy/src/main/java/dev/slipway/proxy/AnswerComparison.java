package dev.slipway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compares two responses by what a change of behaviour shows in: the status, the type of the
/// content, and the shape of the body: for JSON its fields, else how long it is, roughly. Used by
/// one thread.
final class AnswerComparison {
    /// How answers differ, the graver difference first.
    enum Outcome {
        OTHER_STATUS,
        OTHER_SHAPE,
        SAME
    }

    private static final byte[] CONTENT_TYPE = Ascii.bytes("content-type");
    private static final int HEADER_LINES_MAX = 1024;

    /// Bodies of about this length are as good as equally long.
    private static final int SHORT_BYTES = 64;

    /// A response taken apart. `body` is without chunk framing, and as far as it was kept.
    private record Answer(int status, String contentType, byte[] body, long totalBytes) {

        /// Whether all of the body was kept.
        boolean isWhole() {
            return totalBytes == body.length;
        }

        @Nullable Set<Long> jsonShape() {
            return contentType.contains("json") ? JsonShape.of(body, 0, body.length) : null;
        }

        boolean isAboutAsLongAs(Answer other) {
            long shorter = Math.min(totalBytes, other.totalBytes);
            long longer = Math.max(totalBytes, other.totalBytes);
            boolean onlyOneIsEmpty = shorter == 0 && longer > 0;
            return !onlyOneIsEmpty && longer <= 2 * shorter + SHORT_BYTES;
        }
    }

    private final ResponseHead head = new ResponseHead(HEADER_LINES_MAX);
    private final ChunkScanner chunks = new ChunkScanner();

    /// Null where one of them cannot be read.
    @Nullable Outcome compare(CapturedAnswer real, CapturedAnswer mirrored) {
        Answer one = read(real);
        Answer other = read(mirrored);
        if (one == null || other == null) {
            return null;
        }
        if (one.status() != other.status()) {
            return Outcome.OTHER_STATUS;
        }
        return hasSameShape(one, other) ? Outcome.SAME : Outcome.OTHER_SHAPE;
    }

    private static boolean hasSameShape(Answer one, Answer other) {
        if (!one.contentType().equals(other.contentType())) {
            return false;
        }
        if (!one.isWhole() || !other.isWhole()) {
            return one.isAboutAsLongAs(other);
        }
        Set<Long> shape = one.jsonShape();
        Set<Long> otherShape = other.jsonShape();
        if (shape == null && otherShape == null) {
            return one.isAboutAsLongAs(other);
        }
        return shape != null && shape.equals(otherShape);
    }

    private @Nullable Answer read(CapturedAnswer captured) {
        try {
            int end = ResponseScanner.scan(captured.bytes(), captured.length(), head);
            if (end < 0) {
                return null;
            }
            ByteBuf rest = Unpooled.wrappedBuffer(captured.bytes(), end, captured.length() - end);
            long totalBytes = captured.totalBytes() - end;
            byte[] body = head.chunked() ? payload(rest) : bytes(rest);
            if (head.chunked() && captured.isWhole()) {
                totalBytes = body.length;
            }
            return new Answer(head.status(), contentType(), body, totalBytes);
        } catch (RefusedException _) {
            return null;
        }
    }

    private byte[] payload(ByteBuf chunked) {
        chunks.reset();
        ByteBuf payload = Unpooled.buffer(chunked.readableBytes());
        chunks.take(chunked, payload);
        return bytes(payload);
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    /// Without parameters.
    private String contentType() {
        int line = head.lines().find(CONTENT_TYPE);
        String value = line < 0 ? "" : head.lines().value(line);
        int semicolon = value.indexOf(';');
        return (semicolon < 0 ? value : value.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
