package org.aptheke.cli;

/** How the operating system tells the program what to do. */
public interface Signals {
    /**
     * Runs {@code action} each time the signal comes, on a thread of its own.
     *
     * @param name without {@code SIG}: {@code TERM}, {@code HUP}
     */
    void on(String name, Runnable action);
}
