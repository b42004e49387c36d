package org.aptheke.origin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes {@code .} and {@code ..} from paths (RFC 3986, 5.2.4), also when a dot is written {@code %2e}. Everything
 * else, empty segments too, stays as it was written.
 */
public final class DotSegments {
    private DotSegments() {}

    /** The path without dot segments; empty when it climbs above its root. The path starts with {@code /}. */
    public static Optional<String> removeStrictly(String path) {
        return remove(path, true);
    }

    /** The path without dot segments; those that climb above the root are dropped, as browsers do. */
    public static String remove(String path) {
        return remove(path, false).orElse(path);
    }

    private static Optional<String> remove(String path, boolean strict) {
        if (!mayHaveDots(path)) {
            return Optional.of(path);
        }
        var kept = new ArrayList<String>();
        int start = 1;
        while (true) {
            int slash = path.indexOf('/', start);
            boolean last = slash < 0;
            String segment = last ? path.substring(start) : path.substring(start, slash);
            int dots = dots(segment);
            if (dots == 2) {
                if (kept.isEmpty() && strict) {
                    return Optional.empty();
                }
                if (!kept.isEmpty()) {
                    kept.removeLast();
                }
            } else if (dots == 0) {
                kept.add(segment);
            }
            if (last) {
                return Optional.of(joined(kept, dots > 0));
            }
            start = slash + 1;
        }
    }

    private static String joined(List<String> segments, boolean directory) {
        String path = "/" + String.join("/", segments);
        return directory && !segments.isEmpty() ? path + "/" : path;
    }

    private static boolean mayHaveDots(String path) {
        for (int slash = 0; slash >= 0 && slash + 1 < path.length(); slash = path.indexOf('/', slash + 1)) {
            if (path.charAt(slash + 1) == '.' || path.startsWith("%2", slash + 1)) {
                return true;
            }
        }
        return false;
    }

    /** 1 for {@code .}, 2 for {@code ..}, in any spelling; 0 for every other segment. */
    private static int dots(String segment) {
        int count = 0;
        for (int i = 0; i < segment.length(); count++) {
            if (segment.charAt(i) == '.') {
                i++;
            } else if (segment.regionMatches(true, i, "%2e", 0, 3)) {
                i += 3;
            } else {
                return 0;
            }
        }
        return count <= 2 ? count : 0;
    }
}
