package dev.slipway.proxy;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Follows a chunked body to its end, so that its bytes can be passed on as they are.
///
/// ```
///          hex digits           CR LF
///  SIZE ───────────────▶ SIZE_END ──────▶ DATA ──▶ DATA_CR ──▶ DATA_LF ─┐
///   ▲  └─ ";" ─▶ EXTENSION ─┘ │                                         │
///   └─────────────────────────┼─────────────────────────────────────────┘
///                             │ size 0
///                             ▼
///                       TRAILER_START ── CR LF ──▶ DONE
///                          ▲     │ a field
///                          └─────┘
/// ```
///
/// Strict like the heads: sizes of up to 15 hex digits without sign or spaces, CR LF only, no
/// control characters in extensions, few bytes of extensions and trailers, and no trailer that
/// would frame a message.
final class ChunkScanner {
    private static final int SIZE_DIGITS_MAX = 15;
    private static final int OVERHEAD_BYTES_MAX = 8 << 10;

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER_START,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_LF,
        END_LF,
        DONE
    }

    private State state = State.SIZE;
    private long remaining;
    private int digits;
    private int overhead;
    private final StringBuilder trailerName = new StringBuilder();

    void reset() {
        state = State.SIZE;
        remaining = 0;
        digits = 0;
        overhead = 0;
        trailerName.setLength(0);
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /// How many of the readable bytes belong to the body.
    int take(ByteBuf buffer, @Nullable ByteBuf payload) {
        int start = buffer.readerIndex();
        int end = buffer.writerIndex();
        int p = start;
        while (p < end && state != State.DONE) {
            if (state == State.DATA) {
                int n = (int) Math.min(remaining, end - p);
                if (payload != null) {
                    payload.writeBytes(buffer, p, n);
                }
                p += n;
                remaining -= n;
                if (remaining == 0) {
                    state = State.DATA_CR;
                }
            } else {
                frame(buffer.getByte(p));
                p++;
            }
        }
        return p - start;
    }

    private void frame(byte c) {
        switch (state) {
            case SIZE -> size(c);
            case EXTENSION -> extension(c);
            case SIZE_LF -> {
                expect(c, '\n');
                digits = 0;
                state = remaining == 0 ? State.TRAILER_START : State.DATA;
            }
            case DATA_CR -> {
                expect(c, '\r');
                state = State.DATA_LF;
            }
            case DATA_LF -> {
                expect(c, '\n');
                state = State.SIZE;
                overhead = 0;
            }
            case TRAILER_START, TRAILER_NAME -> trailerName(c);
            case TRAILER_VALUE -> trailerValue(c);
            case TRAILER_LF -> {
                expect(c, '\n');
                state = State.TRAILER_START;
            }
            case END_LF -> {
                expect(c, '\n');
                state = State.DONE;
            }
            case DATA, DONE -> throw new IllegalStateException("chunk: not between frames");
        }
    }

    private void size(byte c) {
        int digit = Ascii.hexDigit(c);
        if (digit >= 0) {
            digits++;
            if (digits > SIZE_DIGITS_MAX) {
                throw RefusedException.malformed("chunk size: too large");
            }
            remaining = remaining << 4 | digit;
            return;
        }
        if (digits == 0 || (c != ';' && c != '\r')) {
            throw RefusedException.malformed("chunk size: not a hexadecimal number");
        }
        state = c == ';' ? State.EXTENSION : State.SIZE_LF;
    }

    private void extension(byte c) {
        count();
        if (c == '\r') {
            state = State.SIZE_LF;
        } else if (!Ascii.VALUE[c & 0xff]) {
            throw RefusedException.malformed("chunk extension: has a control character");
        }
    }

    private void trailerName(byte c) {
        count();
        if (c == '\r' && state == State.TRAILER_START) {
            state = State.END_LF;
        } else if (c == ':' && state == State.TRAILER_NAME) {
            checkTrailer();
            state = State.TRAILER_VALUE;
        } else if (Ascii.TOKEN[c & 0xff]) {
            trailerName.append((char) c);
            state = State.TRAILER_NAME;
        } else {
            throw RefusedException.malformed("trailer: has no name before a colon");
        }
    }

    private void checkTrailer() {
        byte[] name = Ascii.bytes(trailerName.toString());
        trailerName.setLength(0);
        byte kind = HeaderKind.of(name, 0, name.length);
        if (HeaderKind.framesMessage(kind) || kind == HeaderKind.HOST) {
            throw RefusedException.malformed("trailer: a field that must be in the head");
        }
    }

    private void trailerValue(byte c) {
        count();
        if (c == '\r') {
            state = State.TRAILER_LF;
        } else if (!Ascii.VALUE[c & 0xff]) {
            throw RefusedException.malformed("trailer: has a control character");
        }
    }

    private void count() {
        overhead++;
        if (overhead > OVERHEAD_BYTES_MAX) {
            throw RefusedException.malformed(
                    "chunk extension or trailers: more than " + OVERHEAD_BYTES_MAX + " bytes");
        }
    }

    private static void expect(byte c, char wanted) {
        if (c != wanted) {
            throw RefusedException.malformed("chunk: not ended by CR LF");
        }
    }
}
