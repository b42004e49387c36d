package org.aptheke.suite;

import java.io.IOException;
import org.aptheke.http.PercentEncoding;
import org.aptheke.pool.PoolIndex;
import org.aptheke.repo.apt.AptPath;

/** Where the names in the index of a flat repository begin; see {@link AptPath#flatRoot}. */
final class FlatRoot {
    private FlatRoot() {}

    /** Both without a slash at the end, and with the authority. */
    static String of(String directory, PoolIndex index) throws IOException {
        int path = directory.indexOf('/');
        if (path < 0) {
            return directory;
        }
        var decoded = PercentEncoding.decoded(directory.substring(path));
        if (decoded.isEmpty()) {
            return directory;
        }
        var root = AptPath.flatRoot(decoded.get() + "/", commonDirectory(index));
        return directory.substring(0, path) + withoutSlash(PercentEncoding.encoded(root));
    }

    private static String commonDirectory(PoolIndex index) throws IOException {
        var common = new StringBuilder();
        boolean[] any = new boolean[1];
        index.writeTo((path, promise) -> {
            if (any[0]) {
                int same = 0;
                while (same < common.length() && same < path.length() && common.charAt(same) == path.charAt(same)) {
                    same++;
                }
                common.setLength(common.lastIndexOf("/", same - 1) + 1);
            } else {
                any[0] = true;
                common.append(path, 0, path.lastIndexOf('/') + 1);
            }
        });
        return common.toString();
    }

    private static String withoutSlash(String directory) {
        return directory.substring(0, directory.length() - 1);
    }
}
