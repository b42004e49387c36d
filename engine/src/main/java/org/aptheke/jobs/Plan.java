package org.aptheke.jobs;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.aptheke.store.JobBook;

/** What a run is going to do. Used once, by one thread. */
public interface Plan {
    /** What it comes to, by reason: all {@link JobBook.Outcome#PLANNED}. */
    List<JobBook.Count> counts();

    /** What people should know of it beside the numbers, and the largest pieces by name. */
    List<String> notes();

    /** The steps in order; called once, and only when the plan is carried out. A large plan makes them one by one. */
    Iterator<Step> steps();

    /** Called when it was only to be shown, in place of its steps. */
    default void discard() throws IOException {}

    /** Called behind the last step, also when the run ends early. */
    default void end(Ledger ledger) throws IOException, InterruptedException {}
}
