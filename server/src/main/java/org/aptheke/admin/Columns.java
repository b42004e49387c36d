package org.aptheke.admin;

import java.util.List;

/** Sets the rows of a table below each other, for a terminal. The first is its head. */
final class Columns {
    private static final int GAP = 2;

    private final List<List<String>> rows;
    private final int[] widths;

    Columns(List<List<String>> rows) {
        this.rows = List.copyOf(rows);
        this.widths = new int[rows.getFirst().size()];
        for (var row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
    }

    /** One row, with the end of its line. */
    void append(StringBuilder text, int row) {
        var cells = rows.get(row);
        for (int i = 0; i < cells.size() - 1; i++) {
            text.append(cells.get(i)).repeat(" ", widths[i] - cells.get(i).length() + GAP);
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
}
