package org.aptheke.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that a mistyped one was probably meant to be. */
final class Nearest {
    private Nearest() {}

    /** The candidate that is nearest by edit distance, if one is near at all. */
    static Optional<String> to(String name, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> !candidate.isEmpty() && distance(name, candidate) <= tolerance(name))
                .min(Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int tolerance(String name) {
        return Math.max(2, last(name).length() / 3);
    }

    /** The right name in a wrong or missing table is one step away. */
    private static int distance(String name, String candidate) {
        int whole = levenshtein(name, candidate);
        int within = 1 + levenshtein(last(name), last(candidate));
        return Math.min(whole, within);
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static int levenshtein(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
