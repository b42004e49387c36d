package org.aptheke.store;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of suites: their generations, which of them is current, and which members clients use. Small, and
 * changed seldom. Safe for use by many threads; other nodes may change the same rows at any time. Instants are kept to
 * the millisecond.
 */
public interface SuiteBook extends Closeable {
    /**
     * A suite.
     *
     * @param directory authority and directory of its release files, as cache keys write them
     * @param url of the directory as it was last asked for, with a scheme
     * @param current number of the current generation; empty when there is none
     */
    record SuiteRow(String directory, String url, Instant askedAt, Instant checkedAt, Optional<Long> current) {}

    /**
     * One release of a suite.
     *
     * @param number counts up within the suite
     * @param files names of the release files with their contents
     * @param supersededAt when another took its place; empty while none has
     * @param verdict how its signature was judged, for people
     * @param known whether a known key vouched for it
     * @param datesTell whether its {@code Last-Modified} tells it from all older ones
     */
    record GenerationRow(
            String directory,
            long number,
            Map<String, Blob> files,
            Instant adoptedAt,
            Optional<Instant> supersededAt,
            String verdict,
            boolean known,
            boolean datesTell) {
        public GenerationRow {
            files = Map.copyOf(files);
        }
    }

    /** All suites, by directory. */
    List<SuiteRow> suites() throws IOException;

    /** The retained generations of a suite, latest first. */
    List<GenerationRow> generations(String directory) throws IOException;

    /**
     * Makes {@code suite.current()} the current generation and the given ones all that are retained: all of it or
     * nothing, and durable on return.
     */
    void adopt(SuiteRow suite, List<GenerationRow> retained) throws IOException;

    /** Notes what was asked and checked, without touching generations; a suite that is not known is not made. */
    void note(SuiteRow suite) throws IOException;

    /** When each member of a suite was last used, by its path below the suite's directory. */
    Map<String, Instant> memberUses(String directory) throws IOException;

    /** Notes later uses of members. */
    void noteMemberUses(String directory, Map<String, Instant> uses) throws IOException;

    /** Forgets a suite with all that belongs to it. */
    void remove(String directory) throws IOException;

    @Override
    void close() throws IOException;
}
