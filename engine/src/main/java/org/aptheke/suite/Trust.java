package org.aptheke.suite;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/** Judges release files by the operator's rules and keys. Safe for use by many threads. */
public interface Trust {
    /** A clear-signed {@code InRelease} of that suite. */
    Judgement ofInRelease(SuiteId suite, byte[] inRelease, Instant now);

    /** A {@code Release} with its detached signature, if there is one. */
    Judgement ofRelease(SuiteId suite, byte[] release, Optional<byte[]> signature, Instant now);

    /** Whether a release that may not be adopted must not be passed on either. */
    boolean isStrict(SuiteId suite);

    /**
     * What came of it.
     *
     * @param payload what the release says, without its signature; empty when that cannot be told
     * @param adoptable whether the rules allow it to become current
     * @param known whether a known key vouches for it
     * @param lenient whether the rules do not look at signatures at all
     * @param words who signed it, or what is wrong, for people
     */
    record Judgement(ByteBuffer payload, boolean adoptable, boolean known, boolean lenient, String words) {
        public Judgement {
            payload = payload.asReadOnlyBuffer();
        }
    }
}
