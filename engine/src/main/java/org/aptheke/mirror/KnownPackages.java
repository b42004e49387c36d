package org.aptheke.mirror;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.aptheke.cache.CacheKey;
import org.aptheke.http.PercentEncoding;
import org.aptheke.repo.apt.PackageFile;
import org.aptheke.store.Catalog;

/** Packages of which some version is in the store, by the names of their files. Immutable. */
final class KnownPackages {
    /** More than the largest archive has. */
    private static final int MOST = 2_000_000;

    private static final String SOURCE = "source";

    private final Set<String> known;

    private KnownPackages(Set<String> known) {
        this.known = known;
    }

    /** Those whose files have keys below a root, which has no slash at its end. */
    static KnownPackages below(String root, Catalog catalog) throws IOException {
        var known = new HashSet<String>();
        for (var key : catalog.keys(root + "/", MOST)) {
            add(key, known);
        }
        return new KnownPackages(known);
    }

    private static void add(CacheKey key, Set<String> known) {
        var decoded = PercentEncoding.decoded(key.text().substring(key.text().lastIndexOf('/') + 1));
        if (decoded.isEmpty()) {
            return;
        }
        var name = decoded.get();
        int first = name.indexOf('_');
        if (PackageFile.of(name).isPresent()) {
            known.add(
                    series(name.substring(0, first), name.substring(name.lastIndexOf('_') + 1, name.lastIndexOf('.'))));
        } else if (first > 0) {
            known.add(series(name.substring(0, first), SOURCE));
        }
    }

    boolean has(String name, String architecture) {
        return known.contains(series(name, architecture));
    }

    boolean hasSource(String name) {
        return known.contains(series(name, SOURCE));
    }

    private static String series(String name, String architecture) {
        return name + "_" + architecture;
    }
}
