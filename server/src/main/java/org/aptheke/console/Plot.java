package org.aptheke.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Columns over time, each of two parts, drawn into a square of 1000 by 1000 that is stretched to its place; and the same
 * as a table for who does not see them.
 *
 * @param summary what it shows, in a sentence
 * @param ys the numbers at the side, from the top down
 * @param xs the times below, from left to right
 */
record Plot(String summary, List<Column> columns, List<String> ys, List<String> xs) {
    private static final double SIDE = 1000;
    private static final double GAP = 0.18;
    private static final int MOST_XS = 5;
    private static final int STEP = 2;

    Plot {
        columns = List.copyOf(columns);
        ys = List.copyOf(ys);
        xs = List.copyOf(xs);
    }

    /**
     * What is drawn as one column.
     *
     * @param a,b its parts in bytes, from the bottom up
     * @param label when that was
     * @param brief the same below the drawing
     */
    record Piece(String label, String brief, long a, long b) {}

    /** A column of the drawing, with the numbers as people read them. */
    record Column(
            String label,
            String left,
            String width,
            String reachLeft,
            String reachWidth,
            String aTop,
            String aHeight,
            String bTop,
            String bHeight,
            String a,
            String b) {}

    static Plot of(String summary, List<Piece> pieces) {
        long most =
                pieces.stream().mapToLong(piece -> piece.a() + piece.b()).max().orElse(0);
        long top = niceAbove(most);
        double step = SIDE / Math.max(1, pieces.size());
        var columns = new ArrayList<Column>();
        for (int i = 0; i < pieces.size(); i++) {
            columns.add(column(pieces.get(i), i * step, step, SIDE / top));
        }
        return new Plot(summary, columns, List.of(Figures.round(top), Figures.round(top / STEP), "0"), briefs(pieces));
    }

    private static Column column(Piece piece, double left, double step, double scale) {
        double a = piece.a() * scale;
        double b = piece.b() * scale;
        return new Column(
                piece.label(),
                number(left + step * GAP / 2),
                number(step * (1 - GAP)),
                number(left),
                number(step),
                number(SIDE - a),
                number(a),
                number(SIDE - a - b),
                number(b),
                Figures.bytes(piece.a()),
                Figures.bytes(piece.b()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** A power of two, so that it and its half are round in the units of sizes. */
    private static long niceAbove(long most) {
        long top = 1024;
        while (top < most && top < Long.MAX_VALUE / STEP) {
            top *= STEP;
        }
        return top;
    }

    /** Some of them, evenly from the first to the last. */
    private static List<String> briefs(List<Piece> pieces) {
        int count = Math.min(MOST_XS, pieces.size());
        var briefs = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            briefs.add(pieces.get(count == 1 ? 0 : i * (pieces.size() - 1) / (count - 1))
                    .brief());
        }
        return briefs;
    }
}
