package dev.slipway.hcl.source;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.text.Texts;
import java.util.Arrays;

/// A named text, and where its lines begin. Immutable.
public final class SourceText {
    private static final int ONE_BYTE_MAX = 0x80;
    private static final int TWO_BYTES_MAX = 0x800;

    private final String name;
    private final String text;
    private final int[] lineStarts;

    public SourceText(String name, String text) {
        this.name = requireNonNull(name, "name");
        this.text = requireNonNull(text, "text");
        this.lineStarts = lineStarts(text);
    }

    private static int[] lineStarts(String text) {
        int[] starts = new int[16];
        int count = 1;
        for (int index = 0; index < text.length(); index++) {
            if (text.charAt(index) == '\n') {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                }
                starts[count++] = index + 1;
            }
        }
        return Arrays.copyOf(starts, count);
    }

    public String name() {
        return name;
    }

    public String text() {
        return text;
    }

    public int lineCount() {
        return lineStarts.length;
    }

    /// The line's text without its end; lines count from one.
    public String line(int number) {
        int start = lineStarts[number - 1];
        int end = number < lineStarts.length ? lineStarts[number] - 1 : text.length();
        if (end > start && text.charAt(end - 1) == '\r') {
            end--;
        }
        return text.substring(start, end);
    }

    /// Where a line begins, in `char`s; lines count from one.
    public int lineStart(int number) {
        return lineStarts[number - 1];
    }

    public int lineAt(int index) {
        int found = Arrays.binarySearch(lineStarts, index);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /// The position of the `char` at an index.
    public Position position(int index) {
        int line = lineAt(index);
        int start = lineStarts[line - 1];
        int column = Texts.graphemeCount(text.substring(start, index)) + 1;
        return new Position(line, column, byteOffset(index));
    }

    private int byteOffset(int index) {
        int bytes = 0;
        for (int each = 0; each < index; each++) {
            char unit = text.charAt(each);
            if (unit < ONE_BYTE_MAX) {
                bytes++;
            } else if (unit < TWO_BYTES_MAX || Character.isSurrogate(unit)) {
                bytes += 2;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }
}
