package org.aptheke.suite;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.aptheke.pool.PoolIndex;

/**
 * Where the paths of a flat repository begin. A source may name the directory of the release file itself, or one above
 * it with the rest as the suite; the paths in the index say which: if all of them repeat the rest, it was above.
 */
final class FlatRoot {
    private FlatRoot() {}

    static String of(String directory, PoolIndex index) throws IOException {
        var rests = new ArrayList<String>();
        int authority = directory.indexOf('/');
        for (int slash = directory.lastIndexOf('/');
                authority >= 0 && slash >= authority;
                slash = directory.lastIndexOf('/', slash - 1)) {
            rests.add(directory.substring(slash + 1) + "/");
            if (slash == 0) {
                break;
            }
        }
        return rests.isEmpty() ? directory : root(directory, rests, index);
    }

    private static String root(String directory, List<String> rests, PoolIndex index) throws IOException {
        boolean[] any = new boolean[1];
        index.writeTo((path, promise) -> {
            any[0] = true;
            rests.removeIf(rest -> !path.startsWith(rest));
        });
        if (!any[0] || rests.isEmpty()) {
            return directory;
        }
        var longest = rests.getLast();
        return directory.substring(0, directory.length() - longest.length());
    }
}
