package org.aptheke.suite;

import java.util.Optional;
import org.aptheke.cache.CacheKey;
import org.aptheke.repo.ResourceKind;

/**
 * A suite, by where its release files are. Immutable.
 *
 * @param directory authority and directory as cache keys write them, without a slash at the end:
 *     {@code deb.example.org/debian/dists/bookworm}
 */
public record SuiteId(String directory) implements Comparable<SuiteId> {
    private static final String DISTS = "/dists/";

    /** The suite whose release file is asked for under this key; empty when it names none. */
    public static Optional<SuiteId> ofRelease(CacheKey key) {
        var text = key.text();
        int path = text.indexOf('/');
        boolean named = path > 0 && ResourceKind.of(text.substring(path)) == ResourceKind.RELEASE_FILE;
        return named ? Optional.of(new SuiteId(text.substring(0, text.lastIndexOf('/')))) : Optional.empty();
    }

    /** The key of a file below it. */
    CacheKey key(String relative) {
        return new CacheKey(directory + "/" + relative);
    }

    /** What of a key is below the suite's directory; the key must be. */
    String relative(CacheKey key) {
        return key.text().substring(directory.length() + 1);
    }

    boolean contains(CacheKey key) {
        var text = key.text();
        return text.length() > directory.length()
                && text.startsWith(directory)
                && text.charAt(directory.length()) == '/';
    }

    /** Whether it is one of several below a {@code dists} directory; else it is a flat repository. */
    boolean inDists() {
        return directory.lastIndexOf(DISTS) >= 0;
    }

    /** What the paths of a pool are relative to. For a flat repository it is the directory itself, unless its index says else. */
    public String archiveRoot() {
        int dists = directory.lastIndexOf(DISTS);
        return dists < 0 ? directory : directory.substring(0, dists);
    }

    @Override
    public int compareTo(SuiteId other) {
        return directory.compareTo(other.directory);
    }

    @Override
    public String toString() {
        return directory;
    }
}
