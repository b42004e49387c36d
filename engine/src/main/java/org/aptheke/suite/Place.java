package org.aptheke.suite;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.ForwardReason;
import org.aptheke.http.TargetUri;
import org.aptheke.repo.Expectation;

/** What a request is for, as far as suites go. */
public sealed interface Place {
    /** Nothing is promised of it: RFC 9111 alone decides. */
    record Free() implements Place {}

    /**
     * A content that a generation, an index or its own name promises.
     *
     * @param key under which it is stored: the canonical one for members
     * @param sources where it may be fetched from, in order
     * @param steady whether the name will mean this content for as long as memory holds it, so that an answer may be
     *     repeated: false for plain names of members, which mean different things to clients in different generations
     * @param member the use to be noted when it is delivered
     * @param origin where the promise comes from, in a few words
     */
    record Promised(
            CacheKey key,
            Expectation expectation,
            List<TargetUri> sources,
            boolean steady,
            Optional<Member> member,
            String origin)
            implements Place {
        public Promised {
            sources = List.copyOf(sources);
        }
    }

    /** A member of a generation, by its path below the suite. */
    record Member(SuiteId suite, long generation, String path) {}

    /**
     * A release file of the current generation.
     *
     * @param file the content
     * @param checkedAt when the origin last said that this is current
     * @param datesTell whether the content's {@code Last-Modified} tells it from those of other generations
     * @param forwarded why the origin was asked before this was known; empty when it was not
     * @param stale why it is older than it should be; empty when it is not
     */
    record Released(
            Promised file,
            Instant checkedAt,
            boolean datesTell,
            Optional<ForwardReason> forwarded,
            Optional<String> stale)
            implements Place {}

    /**
     * What has just been fetched while its suite was looked at, and is no release that could be adopted: it is passed on as
     * it came.
     */
    record Passed(ForwardReason forwarded) implements Place {}

    /** The origin is away, and what is stored says of itself that it is too old to be used. */
    record Expired(String reason) implements Place {}

    /** The operator's rules forbid to pass on what the origin has. */
    record Refused(String reason) implements Place {}
}
