package org.aptheke.systemd;

/**
 * Something without which the program does not work.
 *
 * @param name as a person is told: {@code event loop data-port-1-1}
 */
public record Vital(String name, Proof proof) {
    /** Shows that it works. */
    @FunctionalInterface
    public interface Proof {
        /**
         * Begins, and returns at once.
         *
         * @param works run by any thread, once it is shown; never, when it does not work
         */
        void begin(Runnable works);
    }
}
