package org.aptheke.jobs;

/** How a run hears that it is to end, and says how far it is. Used by the thread of the run. */
public interface Watch {
    /** Says what is being done, for who looks on; replaces what was said before. */
    void doing(String what);

    /**
     * Goes on, or does not. Called between any two pieces of work.
     *
     * @throws JobCancelledException when the run was cancelled, or the program stops
     */
    void checkpoint() throws JobCancelledException;

    /** Also gives way to clients, for as long as what was done since the last call asks for. */
    void giveWay() throws InterruptedException;
}
