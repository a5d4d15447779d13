package dev.slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Columns aligned by their widest cell, three spaces apart, as `kubectl` prints them.
final class Table {
    private static final String GAP = "   ";

    private final List<List<String>> rows = new ArrayList<>();

    Table(List<String> headings) {
        rows.add(headings.stream().map(heading -> heading.toUpperCase(Locale.ROOT)).toList());
    }

    void add(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    void addColumn(String heading, List<String> cells) {
        for (int row = 0; row < rows.size(); row++) {
            List<String> wider = new ArrayList<>();
            wider.add(row == 0 ? heading : cells.get(row - 1));
            wider.addAll(rows.get(row));
            rows.set(row, wider);
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        int[] widths = widths();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(row.get(column));
                line.repeat(' ', widths[column] - row.get(column).length()).append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return widths;
    }
}
