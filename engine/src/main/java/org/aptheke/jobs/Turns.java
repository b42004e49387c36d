package org.aptheke.jobs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Lets runs begin in the order in which they were asked for; one that collides with an earlier one waits until that has
 * ended. Safe for use by many threads.
 */
final class Turns {
    @GuardedBy("this")
    private final List<ActiveRun> order = new ArrayList<>();

    synchronized void enter(ActiveRun run) {
        order.add(run);
    }

    /**
     * Waits for the turn of a run that has entered.
     *
     * @throws JobCancelledException when it is to end instead
     */
    synchronized void await(ActiveRun run) throws InterruptedException {
        while (isBlocked(run)) {
            run.checkpoint();
            wait();
        }
    }

    @GuardedBy("this")
    private boolean isBlocked(ActiveRun run) {
        for (var earlier : order) {
            if (earlier == run) {
                return false;
            }
            if (collide(earlier.job(), run.job())) {
                return true;
            }
        }
        return false;
    }

    private static boolean collide(Job one, Job other) {
        return one.kind().equals(other.kind()) || !Collections.disjoint(one.claims(), other.claims());
    }

    synchronized void leave(ActiveRun run) {
        order.remove(run);
        notifyAll();
    }

    /** Has all who wait look again whether they are to end. */
    synchronized void wake() {
        notifyAll();
    }
}
