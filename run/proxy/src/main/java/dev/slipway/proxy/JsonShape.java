package dev.slipway.proxy;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The shape of a JSON text: which fields there are, at which paths, of which types. Values, their
/// order, and how many elements an array has do not matter. A path with its type is kept as a hash.
final class JsonShape {
    private static final int DEPTH_MAX = 64;
    private static final int PATHS_MAX = 4096;
    private static final long PRIME = 0x100000001b3L;
    private static final long ROOT = 0xcbf29ce484222325L;
    private static final long ELEMENT = 0x5d;

    /// The text is not JSON, or more than can be compared.
    private static final class NoShapeException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoShapeException() {
            super("No JSON, or too much of it", null, false, false);
        }
    }

    private final byte[] text;
    private final int end;
    private final Set<Long> shape = new HashSet<>();
    private int at;

    private JsonShape(byte[] text, int from, int to) {
        this.text = text;
        at = from;
        end = to;
    }

    /// Null where the range is no JSON text, nested more than 64 deep, or has more than 4096 paths.
    static @Nullable Set<Long> of(byte[] text, int from, int to) {
        JsonShape reader = new JsonShape(text, from, to);
        try {
            reader.value(ROOT, 0);
            reader.skipBlanks();
            return reader.at == to ? reader.shape : null;
        } catch (NoShapeException _) {
            return null;
        }
    }

    private void value(long path, int depth) {
        if (depth > DEPTH_MAX) {
            throw new NoShapeException();
        }
        skipBlanks();
        switch (peek()) {
            case '{' -> {
                note(path, '{');
                object(path, depth);
            }
            case '[' -> {
                note(path, '[');
                array(path, depth);
            }
            case '"' -> {
                note(path, '"');
                string(path);
            }
            case 't' -> word("true", path, 'b');
            case 'f' -> word("false", path, 'b');
            case 'n' -> word("null", path, 'n');
            default -> {
                note(path, '0');
                number();
            }
        }
    }

    private void note(long path, char type) {
        shape.add(hash(path, type));
        if (shape.size() > PATHS_MAX) {
            throw new NoShapeException();
        }
    }

    private static long hash(long before, long next) {
        return (before ^ next) * PRIME;
    }

    private void object(long path, int depth) {
        at++;
        skipBlanks();
        if (take('}')) {
            return;
        }
        do {
            skipBlanks();
            long field = string(hash(path, '.'));
            skipBlanks();
            expect(':');
            value(field, depth + 1);
            skipBlanks();
        } while (take(','));
        expect('}');
    }

    private void array(long path, int depth) {
        at++;
        skipBlanks();
        if (take(']')) {
            return;
        }
        do {
            value(hash(path, ELEMENT), depth + 1);
            skipBlanks();
        } while (take(','));
        expect(']');
    }

    /// Reads a string and returns the path of the field that it names.
    private long string(long path) {
        expect('"');
        long hash = path;
        byte c = next();
        while (c != '"') {
            hash = hash(hash, c & 0xff);
            if (c == '\\') {
                hash = hash(hash, next() & 0xff);
            }
            c = next();
        }
        return hash;
    }

    private void word(String word, long path, char type) {
        note(path, type);
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
    }

    private void number() {
        int start = at;
        while (at < end && isOfNumber(text[at])) {
            at++;
        }
        if (at == start) {
            throw new NoShapeException();
        }
    }

    private static boolean isOfNumber(byte c) {
        return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
    }

    private void skipBlanks() {
        while (at < end && (text[at] == ' ' || (text[at] >= '\t' && text[at] <= '\r'))) {
            at++;
        }
    }

    private byte peek() {
        if (at >= end) {
            throw new NoShapeException();
        }
        return text[at];
    }

    private byte next() {
        byte c = peek();
        at++;
        return c;
    }

    private boolean take(char wanted) {
        if (at < end && text[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        if (!take(wanted)) {
            throw new NoShapeException();
        }
    }
}
