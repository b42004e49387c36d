package org.aptheke.remap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.Map;
import org.aptheke.http.TargetUri;

/**
 * Which mirrors sent something else than was promised, by file. They are asked for it last; but that one counts against
 * a mirror only when another has sent the right content: a promise may be wrong as well, and anybody may make one. Safe
 * for use by many threads.
 */
final class Verdicts {
    private static final int REMEMBERED = 20_000;

    /** By mirror, what was wrong. */
    private final Cache<TargetUri, Map<Integer, String>> wrong =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /** Those about one file. */
    record OfOneFile(Cache<TargetUri, Map<Integer, String>> wrong, TargetUri target) {
        boolean isWrong(int mirror) {
            return all().containsKey(mirror);
        }

        void note(int mirror, String how) {
            wrong.asMap().merge(target, Map.of(mirror, how), OfOneFile::joined);
        }

        private static Map<Integer, String> joined(Map<Integer, String> before, Map<Integer, String> news) {
            var all = new HashMap<>(before);
            all.putAll(news);
            return Map.copyOf(all);
        }

        /** Forgets and returns them. */
        Map<Integer, String> settle() {
            var settled = wrong.asMap().remove(target);
            return settled == null ? Map.of() : settled;
        }

        private Map<Integer, String> all() {
            var known = wrong.getIfPresent(target);
            return known == null ? Map.of() : known;
        }
    }

    OfOneFile of(TargetUri target) {
        return new OfOneFile(wrong, target);
    }
}
