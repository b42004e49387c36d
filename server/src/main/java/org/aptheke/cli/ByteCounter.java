package org.aptheke.cli;

import java.io.PrintWriter;

/** Shows on a terminal how many bytes went by. For one thread. */
final class ByteCounter {
    private static final long SHOW_EVERY_BYTES = 16 << 20;

    private final PrintWriter out;
    private final long total;
    private final boolean terminal;
    private long count;
    private long shown;

    /** @param total of which part is shown; about */
    ByteCounter(PrintWriter out, long total) {
        this.out = out;
        this.total = Math.max(1, total);
        this.terminal = Terminal.isThere();
    }

    void add(long bytes) {
        count += bytes;
        if (terminal && count - shown >= SHOW_EVERY_BYTES) {
            shown = count;
            out.print(Terminal.CLEAR_LINE + (count >> 20) + " of about " + (total >> 20) + " MiB, "
                    + Math.min(100, 100 * count / total) + " %");
            out.flush();
        }
    }

    long count() {
        return count;
    }

    void end() {
        if (terminal) {
            out.print(Terminal.CLEAR_LINE);
            out.flush();
        }
    }
}
