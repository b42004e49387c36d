package org.aptheke.console;

import org.aptheke.admin.Visit;

/**
 * What the page to log in at shows.
 *
 * @param to where somebody wanted to go
 * @param message what is to be known first; empty when nothing is
 */
record LogInView(String to, String message, boolean isFailure) {
    static LogInView of(Visit visit) {
        var to = visit.asked("to");
        return switch (visit.asked("failed")) {
            case "password" -> new LogInView(to, "There is no such user with that password.", true);
            case "attempts" -> new LogInView(to, "Too many attempts have failed; try again in some minutes.", true);
            default -> new LogInView(to, over(visit), false);
        };
    }

    private static String over(Visit visit) {
        return visit.asked("over").isEmpty() ? "" : "The session is over, after a while without use. Log in again.";
    }
}
