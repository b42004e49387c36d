package org.aptheke.suite;

import java.io.IOException;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.aptheke.cache.CacheKey;
import org.aptheke.http.TargetUri;
import org.aptheke.store.SuiteBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All suites that are known, found by the files below them. Safe for use by many threads. */
final class SuiteRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(SuiteRegistry.class);

    private final ConcurrentMap<String, Suite> byDirectory = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Set<Suite>> byArchiveRoot = new ConcurrentHashMap<>();

    /** Reads the book. A generation whose release file cannot be read any more is left out. */
    static SuiteRegistry read(SuiteBook book, DocumentReader documents, Instant now) throws IOException {
        var registry = new SuiteRegistry();
        for (var row : book.suites()) {
            try {
                registry.add(suite(row, book, documents, now));
            } catch (IOException | URISyntaxException | IllegalArgumentException e) {
                LOG.warn(
                        "{}: cannot be read from the book of suites, and begins anew: {}",
                        row.directory(),
                        e.getMessage());
            }
        }
        return registry;
    }

    private static Suite suite(SuiteBook.SuiteRow row, SuiteBook book, DocumentReader documents, Instant now)
            throws IOException, URISyntaxException {
        var id = new SuiteId(row.directory());
        var generations = new ArrayList<Generation>();
        for (var generation : book.generations(row.directory())) {
            try {
                generations.add(generation(id, generation, documents, now));
            } catch (IOException e) {
                LOG.warn("{}: generation {} cannot be read: {}", id, generation.number(), e.getMessage());
            }
        }
        var current = row.current()
                .flatMap(number -> generations.stream()
                        .filter(generation -> generation.number() == number)
                        .findFirst());
        current.ifPresent(generations::remove);
        var state = new SuiteState(
                Urls.parse(row.url()),
                row.askedAt(),
                current.isPresent() ? row.checkedAt() : Instant.EPOCH,
                current,
                current.isPresent() ? generations : List.of(),
                new Standing.Unchecked());
        return new Suite(id, state, book.memberUses(row.directory()));
    }

    private static Generation generation(SuiteId id, SuiteBook.GenerationRow row, DocumentReader documents, Instant now)
            throws IOException {
        var files = SuiteRows.byName(row.files());
        return new Generation(
                row.number(),
                files,
                documents.reread(id, files, now),
                row.adoptedAt(),
                row.supersededAt(),
                row.verdict(),
                row.known(),
                row.datesTell());
    }

    private void add(Suite suite) {
        byDirectory.put(suite.id().directory(), suite);
        byArchiveRoot
                .computeIfAbsent(suite.id().archiveRoot(), root -> ConcurrentHashMap.newKeySet())
                .add(suite);
    }

    /** The suite, made when it is not known. */
    Suite obtain(SuiteId id, TargetUri base, Instant now) {
        var known = byDirectory.get(id.directory());
        if (known != null) {
            return known;
        }
        synchronized (this) {
            var other = byDirectory.get(id.directory());
            if (other != null) {
                return other;
            }
            var suite = new Suite(id, SuiteState.unknown(base, now), new HashMap<>());
            add(suite);
            return suite;
        }
    }

    /** Forgets a suite that came to nothing: a client may ask for any number of release files that do not exist. */
    synchronized void forget(Suite suite) {
        if (suite.current().isEmpty() && !suite.isBeingChecked()) {
            byDirectory.remove(suite.id().directory(), suite);
            var siblings = byArchiveRoot.get(suite.id().archiveRoot());
            if (siblings != null) {
                siblings.remove(suite);
                if (siblings.isEmpty()) {
                    byArchiveRoot.remove(suite.id().archiveRoot());
                }
            }
        }
    }

    /** The suite that a file is a member of, if it is below one that has a generation: the nearest. */
    Optional<Suite> above(CacheKey key) {
        var text = key.text();
        for (int slash = text.lastIndexOf('/'); slash > 0; slash = text.lastIndexOf('/', slash - 1)) {
            var suite = byDirectory.get(text.substring(0, slash));
            if (suite != null && suite.current().isPresent()) {
                return Optional.of(suite);
            }
        }
        return Optional.empty();
    }

    /** The suites whose archive a file may belong to, those of the nearest root first. */
    List<Suite> ofArchive(CacheKey key) {
        var text = key.text();
        var suites = new ArrayList<Suite>();
        for (int slash = text.lastIndexOf('/'); slash > 0; slash = text.lastIndexOf('/', slash - 1)) {
            var here = byArchiveRoot.get(text.substring(0, slash));
            if (here != null) {
                here.stream().filter(suite -> suite.current().isPresent()).forEach(suites::add);
            }
        }
        return suites;
    }

    Optional<Suite> find(SuiteId id) {
        return Optional.ofNullable(byDirectory.get(id.directory()));
    }

    Collection<Suite> all() {
        return byDirectory.values().stream().collect(Collectors.toUnmodifiableList());
    }
}
