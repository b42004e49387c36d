package org.aptheke.console;

import java.time.Instant;
import java.util.Optional;
import org.aptheke.access.Role;
import org.aptheke.admin.Visit;

/**
 * What is around every page.
 *
 * @param title of the page, also for the window
 * @param lead a sentence below the title; empty when the page needs none
 * @param refreshSeconds after how long the live parts are fetched anew; 0 for never
 * @param version of the program
 */
record Frame(Section section, String title, String lead, int refreshSeconds, Visit visit, String version, Instant now) {
    Frame titled(String other) {
        return new Frame(section, other, lead, refreshSeconds, visit, version, now);
    }

    Frame saying(String otherLead) {
        return new Frame(section, title, otherLead, refreshSeconds, visit, version, now);
    }

    Frame live(int seconds) {
        return new Frame(section, title, lead, seconds, visit, version, now);
    }

    Moment moment(Instant at) {
        return Moment.of(at, now);
    }

    Optional<Moment> moment(Optional<Instant> at) {
        return Moment.of(at, now);
    }

    /** Whether who looks may do a day's work. */
    boolean operates() {
        return visit.may(Role.OPERATE);
    }
}
