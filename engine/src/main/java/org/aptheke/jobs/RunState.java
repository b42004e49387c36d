package org.aptheke.jobs;

import java.util.Locale;

/** How a run is. */
public enum RunState {
    /** For its turn: another run is at what it claims. */
    WAITING,
    PLANNING,
    RUNNING,
    /** All steps were taken, or the plan was made where no more was asked for. */
    DONE,
    CANCELLED,
    /** It could not be planned or gone on with; the message says why. */
    FAILED;

    public boolean hasEnded() {
        return this == DONE || this == CANCELLED || this == FAILED;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RunState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
