package org.aptheke.admin;

import java.util.List;

/** Rows in columns; the first is the head. */
final class TextTable {
    private static final int GAP = 2;

    private TextTable() {}

    static String of(List<List<String>> rows) {
        int[] widths = new int[rows.getFirst().size()];
        for (var row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var text = new StringBuilder();
        rows.forEach(row -> append(text, row, widths));
        return text.toString();
    }

    static void append(StringBuilder text, List<String> row, int[] widths) {
        for (int i = 0; i < row.size() - 1; i++) {
            text.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + GAP);
        }
        text.append(row.getLast()).append('\n');
    }
}
