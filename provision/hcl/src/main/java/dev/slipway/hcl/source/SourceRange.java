package dev.slipway.hcl.source;

import static java.util.Objects.requireNonNull;

/// A stretch of a source text, from one index of its `char`s up to another. Immutable.
public record SourceRange(SourceText source, int start, int end) {
    public SourceRange {
        requireNonNull(source, "source");
        if (start < 0 || end < start || end > source.text().length()) {
            throw new IllegalArgumentException("range: " + start + " to " + end);
        }
    }

    /// From the start of this range to the end of the other.
    public SourceRange to(SourceRange last) {
        return new SourceRange(source, start, Math.max(end, last.end));
    }

    public SourceRange atEnd() {
        return new SourceRange(source, end, end);
    }

    public Position startPosition() {
        return source.position(start);
    }

    public Position endPosition() {
        return source.position(end);
    }

    public String text() {
        return source.text().substring(start, end);
    }

    /// `main.tf:3,5-9`: file, line, first column and the column after the last.
    @Override
    public String toString() {
        Position from = startPosition();
        Position until = endPosition();
        String to = from.line() == until.line() ? "" : until.line() + ",";
        return source.name() + ":" + from.line() + "," + from.column() + "-" + to + until.column();
    }
}
