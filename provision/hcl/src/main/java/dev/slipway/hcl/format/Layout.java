package dev.slipway.hcl.format;

import dev.slipway.hcl.syntax.TokenKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/// Lays out tokens line by line: indentation, then spaces, then columns of equals signs and of
/// comments in lines that follow each other. Used once, by one thread.
final class Layout {
    private static final int INDENT = 2;

    private final List<Line> lines;

    private Layout(List<Line> lines) {
        this.lines = lines;
    }

    /// A line's cells: what is before an equals sign, from there on, and a comment at the end.
    private static final class Line {
        List<Piece> lead;
        List<Piece> assign = List.of();
        List<Piece> comment = List.of();

        Line(List<Piece> lead) {
            this.lead = lead;
        }

        private static int columns(List<Piece> pieces) {
            return pieces.stream().mapToInt(Piece::columns).sum();
        }

        int leadColumns() {
            return columns(lead);
        }

        int codeColumns() {
            return columns(lead) + columns(assign);
        }
    }

    /// Sets the spaces of every piece.
    static void apply(List<Piece> pieces) {
        Layout layout = new Layout(lines(pieces));
        layout.indent();
        layout.space();
        layout.align(line -> line.assign, Line::leadColumns);
        layout.align(line -> line.comment, Line::codeColumns);
    }

    private static List<Line> lines(List<Piece> pieces) {
        List<Line> lines = new ArrayList<>();
        int start = 0;
        for (int index = 0; index < pieces.size(); index++) {
            if (pieces.get(index).endsLine() || index == pieces.size() - 1) {
                lines.add(new Line(pieces.subList(start, index + 1)));
                start = index + 1;
            }
        }
        lines.forEach(Layout::divide);
        return lines;
    }

    private static void divide(Line line) {
        int last = line.lead.size() - 1;
        if (last > 0 && line.lead.get(last).is(TokenKind.COMMENT)) {
            line.comment = line.lead.subList(last, last + 1);
            line.lead = line.lead.subList(0, last);
        }
        for (int index = 1; index < line.lead.size(); index++) {
            if (line.lead.get(index).is(TokenKind.ASSIGN)) {
                List<Piece> rest = line.lead.subList(index, line.lead.size());
                if (rest.stream().mapToInt(Piece::bracketChange).sum() == 0) {
                    line.assign = rest;
                    line.lead = line.lead.subList(0, index);
                }
                return;
            }
        }
    }

    /// A line that opens more than it closes indents those after it by one level, however many it
    /// opens; the level ends when as many are closed.
    private void indent() {
        Deque<Integer> open = new ArrayDeque<>();
        for (Line line : lines) {
            Piece first = line.lead.getFirst();
            if (first.is(TokenKind.END)) {
                continue;
            }
            if (first.is(TokenKind.NEWLINE)) {
                first.spaces = 0;
                continue;
            }
            int change = 0;
            for (Piece piece : line.lead) {
                change += piece.bracketChange();
            }
            for (Piece piece : line.assign) {
                change += piece.bracketChange();
            }
            if (change > 0) {
                first.spaces = INDENT * open.size();
                open.push(change);
                continue;
            }
            close(open, -change);
            first.spaces = INDENT * open.size();
        }
    }

    private static void close(Deque<Integer> open, int brackets) {
        int closed = brackets;
        while (closed > 0 && !open.isEmpty()) {
            int level = open.pop();
            if (closed < level) {
                open.push(level - closed);
                return;
            }
            closed -= level;
        }
    }

    private void space() {
        for (Line line : lines) {
            space(line.lead);
            if (!line.assign.isEmpty()) {
                line.assign.getFirst().spaces = 1;
                space(line.assign);
            }
        }
    }

    private static void space(List<Piece> pieces) {
        Piece before = Piece.NOTHING;
        for (int index = 0; index + 1 < pieces.size(); index++) {
            Piece left = pieces.get(index);
            Piece right = pieces.get(index + 1);
            right.spaces = Spacing.isSpace(before, left, right) ? 1 : 0;
            before = left;
        }
    }

    private interface Columns {
        int of(Line line);
    }

    private void align(Function<Line, List<Piece>> cell, Columns columns) {
        int start = 0;
        while (start < lines.size()) {
            int end = start;
            int widest = 0;
            while (end < lines.size() && !cell.apply(lines.get(end)).isEmpty()) {
                widest = Math.max(widest, columns.of(lines.get(end)));
                end++;
            }
            for (Line line : lines.subList(start, end)) {
                cell.apply(line).getFirst().spaces = widest - columns.of(line) + 1;
            }
            start = Math.max(end, start + 1);
        }
    }
}
