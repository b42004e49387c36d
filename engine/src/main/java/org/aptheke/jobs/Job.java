package org.aptheke.jobs;

import java.io.IOException;
import java.util.Set;

/**
 * A kind of work on the store. Its plan is made anew for each run, and again when a run goes on after a restart: so a plan
 * names only what is still to be done. Safe for use by many threads, of which one plans at a time.
 */
public interface Job {
    /** The word for it, of small letters and hyphens: {@code expire}. */
    String kind();

    /** One line for people. */
    String purpose();

    /** What no other run may be at meanwhile. Two runs of one kind never run at the same time in any case. */
    Set<Claim> claims();

    /** The names of the arguments that it takes. */
    Set<String> argumentNames();

    /**
     * Finds out what is to be done, and changes nothing that anybody relies on.
     *
     * @throws JobRefusedException when the arguments name nothing that can be done
     * @throws JobCancelledException from {@link Watch#checkpoint}, which is called now and then
     */
    Plan plan(Arguments arguments, Watch watch) throws IOException, InterruptedException;
}
