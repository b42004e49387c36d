package org.aptheke.jobs;

/** What a job must be alone with: of two runs with a claim in common the later waits. */
public enum Claim {
    /** Takes contents out of the store. */
    REMOVING,
    /** Reads all contents. */
    READING_ALL,
    /** Brings in contents in great number. */
    BRINGING
}
