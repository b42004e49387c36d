package org.aptheke.suite;

import java.io.IOException;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.aptheke.cache.StoredResponse;
import org.aptheke.http.Scheme;

/**
 * Takes suites over from files that are in the store already: those of another cache, or a copy of an archive. The rules
 * are those of a check (docs/suites.md), except that what is current stays unless the file is later. Safe for use by many
 * threads.
 */
public final class SuiteIntake {
    private static final Duration A_WHILE = Duration.ofSeconds(10);

    private final SuiteRegistry registry;
    private final DocumentReader documents;
    private final Adoption adoption;
    private final SuiteIndexes indexes;
    private final InstantSource clock;

    SuiteIntake(
            SuiteRegistry registry,
            DocumentReader documents,
            Adoption adoption,
            SuiteIndexes indexes,
            InstantSource clock) {
        this.registry = registry;
        this.documents = documents;
        this.adoption = adoption;
        this.indexes = indexes;
        this.clock = clock;
    }

    /** What came of it. */
    public sealed interface Result {
        /** It is current now; {@code words} say who signed it. */
        record Adopted(String words) implements Result {}

        /** It is what was current already. */
        record Present() implements Result {}

        /** It is not taken. */
        record Refused(String why) implements Result {}
    }

    /**
     * Makes release files the current generation of their suite.
     *
     * @param scheme by which its origin is asked until a client says otherwise
     * @param files to be known by their plain names, whose contents are in the store; InRelease or Release is among them
     * @param checkedAt when the origin last said that they are current
     */
    public Result adopt(SuiteId id, Scheme scheme, Map<ReleaseName, StoredResponse> files, Instant checkedAt)
            throws IOException, InterruptedException {
        Suite suite;
        try {
            var base = Urls.parse((scheme == Scheme.HTTPS ? "https://" : "http://") + id.directory());
            suite = registry.obtain(id, base, clock.instant());
        } catch (URISyntaxException | IllegalArgumentException e) {
            return new Result.Refused("not a directory of an origin: " + e.getMessage());
        }
        var check = taken(suite);
        try {
            return adopt(suite, files, checkedAt);
        } finally {
            suite.ended(check);
            check.ended();
            registry.forget(suite);
        }
    }

    /** Nobody else changes the suite meanwhile. */
    private static Check taken(Suite suite) throws InterruptedException {
        var mine = new Check();
        while (true) {
            var running = suite.joinOr(mine);
            if (running == mine) {
                return mine;
            }
            var _ = running.awaitEnded(A_WHILE);
        }
    }

    private Result adopt(Suite suite, Map<ReleaseName, StoredResponse> files, Instant checkedAt) throws IOException {
        var now = clock.instant();
        Document document;
        try {
            document = read(suite.id(), files, now);
        } catch (MalformedReleaseException e) {
            return new Result.Refused(String.valueOf(e.getMessage()));
        }
        var current = suite.current();
        if (current.filter(generation -> generation.has(document.blobs())).isPresent()) {
            return new Result.Present();
        }
        var objection = objection(current, document);
        if (objection.isPresent()) {
            return new Result.Refused(objection.get());
        }
        adoption.adopt(suite, adoption.candidate(suite, document, now), document);
        suite.update(before -> before.checked(checkedAt.isAfter(now) ? now : checkedAt, new Standing.Unchecked()));
        return new Result.Adopted(document.judgement().words());
    }

    /** A cache that refreshes file by file may hold an InRelease and a Release of two generations: then one counts. */
    private Document read(SuiteId suite, Map<ReleaseName, StoredResponse> files, Instant now) throws IOException {
        try {
            return documents.read(suite, files, now);
        } catch (MalformedReleaseException e) {
            var inRelease = files.get(ReleaseName.IN_RELEASE);
            if (inRelease == null || files.size() == 1) {
                throw e;
            }
            return documents.read(suite, new EnumMap<>(Map.of(ReleaseName.IN_RELEASE, inRelease)), now);
        }
    }

    private static Optional<String> objection(Optional<Generation> current, Document document) {
        if (!document.judgement().adoptable()) {
            return Optional.of(document.judgement().words());
        }
        if (current.isEmpty()) {
            return Optional.empty();
        }
        var lessTrusted = document.lessTrustedThan(current.get());
        if (lessTrusted.isPresent()) {
            return lessTrusted;
        }
        var before = current.get().release().facts().date();
        var date = document.release().facts().date();
        boolean later = before.isPresent() && date.isPresent() && date.get().isAfter(before.get());
        return later
                ? Optional.empty()
                : Optional.of("the current one is not older: its Date is "
                        + before.map(Object::toString).orElse("not said"));
    }

    /** Notes that these members of a suite are used by its clients, and reads those that are indexes and in the store. */
    public void arrived(SuiteId id, Collection<String> members) {
        var suite = registry.find(id).filter(found -> found.current().isPresent());
        if (suite.isPresent()) {
            indexes.arrived(suite.get(), members, clock.instant());
        }
    }
}
