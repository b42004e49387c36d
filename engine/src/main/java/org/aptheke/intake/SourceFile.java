package org.aptheke.intake;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Digest;
import org.aptheke.http.Fields;
import org.aptheke.repo.ResourceKind;

/**
 * A file that may be taken, and what its place says of it. Immutable.
 *
 * @param name for people: relative to where the source begins
 * @param key what it was asked for as, when its place says that
 * @param claim whether it is whole, as far as its source noted that
 * @param fields that its origin sent with it and that were kept
 * @param stored its content, where the store has that already: then there is no file to read
 */
record SourceFile(
        Path path,
        String name,
        long size,
        Instant modified,
        Optional<CacheKey> key,
        Claim claim,
        Fields fields,
        Optional<Digest> stored) {
    SourceFile(
            Path path, String name, long size, Instant modified, Optional<CacheKey> key, Claim claim, Fields fields) {
        this(path, name, size, modified, key, claim, fields, Optional.empty());
    }

    /** What a source says of a file. */
    enum Claim {
        WHOLE,
        BROKEN_OFF,
        NOTHING
    }

    /** What a file is, by its name. In this order they are taken: each says what the next are. */
    enum Kind {
        RELEASE_FILE("release files"),
        INDEX("indexes"),
        PACKAGE("packages"),
        OTHER("other files");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        static Kind of(String name) {
            return switch (ResourceKind.of("/" + name)) {
                case RELEASE_FILE -> RELEASE_FILE;
                case SUITE_MEMBER, BY_HASH -> INDEX;
                case IMMUTABLE_BY_NAME -> PACKAGE;
                case OPAQUE -> INDEX_NAME.matcher(name).matches() ? INDEX : OTHER;
            };
        }
    }

    private static final Pattern INDEX_NAME = Pattern.compile(
            "(?:.*/)?(?:Packages|Sources|(?:Contents|Translation|Components|Commands|icons)-[^/]+)(?:\\.[A-Za-z0-9.]+)?");

    Kind kind() {
        return Kind.of(name);
    }

    /** The name without directories, as indexes write it: apt's own cache has the epoch of a version in it too. */
    String plainName() {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return last.replaceFirst("_[0-9]+%3[aA]", "_");
    }
}
