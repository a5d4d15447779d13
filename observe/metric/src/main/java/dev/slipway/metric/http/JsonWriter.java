package dev.slipway.metric.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.slipway.series.Labels;
import org.jspecify.annotations.Nullable;

/// Writes JSON into a buffer that goes to a sink whenever it is full: an answer of any size takes
/// the memory of one buffer. Commas come by themselves. Half a surrogate pair, which is how a byte
/// that is no UTF-8 is kept, becomes U+FFFD. For one thread.
final class JsonWriter {
    static final int BUFFER_BYTES = 64 << 10;
    private static final char REPLACEMENT = '\ufffd';

    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

    /// What one escaped character, number or label's comma takes at most.
    private static final int PIECE_BYTES_MAX = 64;

    private final ByteSink sink;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int size;
    private boolean comma;

    JsonWriter(ByteSink sink) {
        this.sink = sink;
    }

    JsonWriter beginObject() {
        return open('{');
    }

    JsonWriter endObject() {
        return close('}');
    }

    JsonWriter beginArray() {
        return open('[');
    }

    JsonWriter endArray() {
        return close(']');
    }

    /// The name of a member, whose value comes next.
    JsonWriter key(String name) {
        before();
        quoted(name);
        put(':');
        comma = false;
        return this;
    }

    JsonWriter string(String value) {
        before();
        quoted(value);
        return this;
    }

    JsonWriter number(long value) {
        before();
        whole(value);
        return this;
    }

    /// A float as a number, which must be finite.
    JsonWriter number(double value) {
        before();
        size = DoubleText.write(value, buffer, size);
        return this;
    }

    JsonWriter bool(boolean value) {
        return literal(value ? "true" : "false");
    }

    JsonWriter nothing() {
        return literal("null");
    }

    /// A float in quotes, since JSON has no infinity.
    JsonWriter quotedNumber(double value) {
        before();
        buffer[size++] = '"';
        size = DoubleText.write(value, buffer, size);
        buffer[size++] = '"';
        return this;
    }

    /// A time as seconds with as many as three decimals.
    JsonWriter seconds(long millis) {
        before();
        seconds0(millis);
        return this;
    }

    /// `[seconds,"value"]`.
    JsonWriter sample(long millis, double value) {
        before();
        buffer[size++] = '[';
        seconds0(millis);
        buffer[size++] = ',';
        buffer[size++] = '"';
        size = DoubleText.write(value, buffer, size);
        buffer[size++] = '"';
        buffer[size++] = ']';
        return this;
    }

    JsonWriter member(String name, String value) {
        return key(name).string(value);
    }

    JsonWriter member(String name, long value) {
        return key(name).number(value);
    }

    /// Leaves out what is null.
    JsonWriter memberIfAny(String name, @Nullable String value) {
        return value == null ? this : member(name, value);
    }

    JsonWriter strings(Iterable<String> values) {
        beginArray();
        values.forEach(this::string);
        return endArray();
    }

    JsonWriter labels(Labels labels) {
        beginObject();
        for (int i = 0; i < labels.size(); i++) {
            key(labels.name(i)).string(labels.value(i));
        }
        return endObject();
    }

    /// Hands over what is in the buffer.
    void flush() {
        if (size > 0) {
            sink.accept(buffer, size);
            size = 0;
        }
    }

    private JsonWriter open(char bracket) {
        before();
        buffer[size++] = (byte) bracket;
        comma = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        put(bracket);
        comma = true;
        return this;
    }

    private JsonWriter literal(String word) {
        before();
        for (int i = 0; i < word.length(); i++) {
            buffer[size++] = (byte) word.charAt(i);
        }
        return this;
    }

    /// Makes room for a piece, and separates it from the one before.
    private void before() {
        room();
        if (comma) {
            buffer[size++] = ',';
        }
        comma = true;
    }

    private void room() {
        if (size > BUFFER_BYTES - 2 * PIECE_BYTES_MAX) {
            flush();
        }
    }

    private void put(char c) {
        room();
        buffer[size++] = (byte) c;
    }

    private void whole(long value) {
        if (value == Long.MIN_VALUE) {
            literalDigits(Long.toString(value));
            return;
        }
        if (value < 0) {
            buffer[size++] = '-';
        }
        size = DoubleText.whole(Math.abs(value), buffer, size);
    }

    private void literalDigits(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            buffer[size++] = (byte) digits.charAt(i);
        }
    }

    private void seconds0(long millis) {
        if (millis < 0) {
            buffer[size++] = '-';
        }
        long whole = Math.abs(millis / 1000);
        int fraction = (int) Math.abs(millis % 1000);
        size = DoubleText.whole(whole, buffer, size);
        if (fraction != 0) {
            buffer[size++] = '.';
            buffer[size++] = (byte) ('0' + fraction / 100);
            buffer[size++] = (byte) ('0' + fraction / 10 % 10);
            buffer[size++] = (byte) ('0' + fraction % 10);
        }
    }

    private void quoted(String text) {
        put('"');
        for (int i = 0; i < text.length(); i++) {
            room();
            char c = text.charAt(i);
            if (c < 0x80) {
                character(c);
            } else if (c < 0x800) {
                buffer[size++] = (byte) (0xc0 | (c >> 6));
                buffer[size++] = (byte) (0x80 | (c & 0x3f));
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                fourBytes(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                threeBytes(Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        put('"');
    }

    private void character(char c) {
        if (c >= ' ' && c != '"' && c != '\\') {
            buffer[size++] = (byte) c;
            return;
        }
        buffer[size++] = '\\';
        switch (c) {
            case '"', '\\' -> buffer[size++] = (byte) c;
            case '\n' -> buffer[size++] = 'n';
            case '\r' -> buffer[size++] = 'r';
            case '\t' -> buffer[size++] = 't';
            default -> {
                literalDigits("u00");
                buffer[size++] = HEX[c >> 4];
                buffer[size++] = HEX[c & 0xf];
            }
        }
    }

    private void threeBytes(char c) {
        buffer[size++] = (byte) (0xe0 | (c >> 12));
        buffer[size++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        buffer[size++] = (byte) (0x80 | (c & 0x3f));
    }

    private void fourBytes(int point) {
        buffer[size++] = (byte) (0xf0 | (point >> 18));
        buffer[size++] = (byte) (0x80 | ((point >> 12) & 0x3f));
        buffer[size++] = (byte) (0x80 | ((point >> 6) & 0x3f));
        buffer[size++] = (byte) (0x80 | (point & 0x3f));
    }
}
