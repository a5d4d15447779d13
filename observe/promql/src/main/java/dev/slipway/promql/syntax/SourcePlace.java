package dev.slipway.promql.syntax;

import java.nio.charset.StandardCharsets;

/// A place in a text as people are told it. Immutable.
///
/// @param line from 1
/// @param column from 1, in bytes of UTF-8, as Prometheus counts
public record SourcePlace(int line, int column) {
    /// @param offset in UTF-16 units
    public static SourcePlace of(String text, int offset) {
        int end = Math.min(offset, text.length());
        int lineStart = 0;
        int line = 1;
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) == '\n') {
                lineStart = i + 1;
                line++;
            }
        }
        int bytes = text.substring(lineStart, end).getBytes(StandardCharsets.UTF_8).length;
        return new SourcePlace(line, bytes + 1);
    }

    /// `line:column`
    @Override
    public String toString() {
        return line + ":" + column;
    }
}
