package org.aptheke.console;

import org.aptheke.admin.StandingWords;
import org.aptheke.jobs.RunState;

/**
 * A state in a word, with the colour that goes with it.
 *
 * @param tone a class of the style: {@code good warn bad busy}, or empty for neither
 */
record Badge(String word, String tone) {
    static final String GOOD = "good";
    static final String WARN = "warn";
    static final String BAD = "bad";
    static final String BUSY = "busy";

    static Badge of(RunState state) {
        return new Badge(
                state.word(),
                switch (state) {
                    case WAITING, CANCELLED -> "";
                    case PLANNING, RUNNING -> BUSY;
                    case DONE -> GOOD;
                    case FAILED -> BAD;
                });
    }

    static Badge of(StandingWords standing) {
        return new Badge(
                standing.state(),
                switch (standing.state()) {
                    case "current" -> GOOD;
                    case "adopting" -> BUSY;
                    case "behind", "away" -> WARN;
                    case "refused", "missing" -> BAD;
                    default -> "";
                });
    }
}
