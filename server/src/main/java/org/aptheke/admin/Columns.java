package org.aptheke.admin;

import java.util.List;

/** Sets the rows of a table below each other, for a terminal. The first is its head. */
record Columns(List<List<String>> rows) {
    private static final int GAP = 2;

    Columns {
        rows = List.copyOf(rows);
    }

    /** One row, with the end of its line. */
    void append(StringBuilder text, int row) {
        var cells = rows.get(row);
        for (int i = 0; i < cells.size() - 1; i++) {
            text.append(cells.get(i)).repeat(" ", width(i) - cells.get(i).length() + GAP);
        }
        text.append(cells.getLast()).append('\n');
    }

    String text() {
        var text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            append(text, i);
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
