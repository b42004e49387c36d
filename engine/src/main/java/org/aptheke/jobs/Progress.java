package org.aptheke.jobs;

/**
 * How far a run is. Totals are 0 until the plan is made.
 *
 * @param doing what it is at, for people; empty when there is nothing to say
 */
public record Progress(String doing, long count, long totalCount, long bytes, long totalBytes) {
    static final Progress NONE = new Progress("", 0, 0, 0, 0);
}
