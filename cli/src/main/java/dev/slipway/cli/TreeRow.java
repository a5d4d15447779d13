package dev.slipway.cli;

import java.util.ArrayList;
import java.util.List;

/// One line of a tree and what hangs below it. `kind`, `status`, `age` and `notes` are the columns
/// beside its name; a heading has none.
record TreeRow(Cells cells, List<TreeRow> below) {
    private static final List<String> HEADINGS = List.of("NAME", "KIND", "STATUS", "AGE", "INFO");

    record Cells(String name, String kind, String status, String age, String notes) {
        static Cells heading(String name) {
            return new Cells(name, "", "", "", "");
        }
    }

    TreeRow {
        below = List.copyOf(below);
    }

    /// The whole tree, its branches drawn, its columns aligned.
    String draw() {
        Table table = new Table(HEADINGS);
        draw(table, "", "");
        return table.toString();
    }

    private void draw(Table table, String before, String beforeBelow) {
        List<String> row = new ArrayList<>();
        row.add(before + cells.name());
        row.addAll(List.of(cells.kind(), cells.status(), cells.age(), cells.notes()));
        table.add(row);
        for (int i = 0; i < below.size(); i++) {
            boolean last = i == below.size() - 1;
            below.get(i)
                    .draw(
                            table,
                            beforeBelow + (last ? "└──" : "├──"),
                            beforeBelow + (last ? "   " : "│  "));
        }
    }
}
