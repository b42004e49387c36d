package org.aptheke.bundle;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Digest;
import org.aptheke.http.Scheme;

/**
 * What is in a bundle: the first of its members, which the second signs. The contents follow in its order, named by their
 * digests. Immutable.
 *
 * @param since for people: what the other side is taken to have already; empty when the bundle needs nothing
 * @param suites by which scheme the suites in it are asked for
 * @param contents release files first, then indexes, then what they name
 */
public record BundleList(Instant madeAt, Optional<String> since, List<Origin> suites, List<Packed> contents) {
    /** More are refused: the list is in memory as a whole. Suites can be exported one by one. */
    static final int MOST_CONTENTS = 400_000;

    static final int MOST_BYTES = 64 << 20;

    /** How the release files of a directory are asked for. */
    public record Origin(Scheme scheme, String directory) {}

    /** A content, and the names that it is stored under. */
    public record Packed(Digest digest, long size, List<Name> names) {
        public Packed {
            names = List.copyOf(names);
            if (names.isEmpty()) {
                throw new IllegalArgumentException(digest + " has no name");
            }
        }
    }

    /**
     * A name of a content.
     *
     * @param receivedAt when an origin last said that it is so
     * @param lastModified as the origin said
     */
    public record Name(CacheKey key, Instant receivedAt, Optional<Instant> lastModified) {}

    public BundleList {
        suites = List.copyOf(suites);
        contents = List.copyOf(contents);
        if (new HashSet<>(contents.stream().map(Packed::digest).toList()).size() != contents.size()) {
            throw new IllegalArgumentException("a content is in the list twice");
        }
    }

    /** The bytes of all contents. */
    public long bytes() {
        return contents.stream().mapToLong(Packed::size).sum();
    }
}
