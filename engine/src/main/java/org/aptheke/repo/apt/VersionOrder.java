package org.aptheke.repo.apt;

import java.util.Comparator;

/** The order of versions of packages (Debian Policy, 5.6.12), as names of files have them: without epochs; the older comes first. */
public final class VersionOrder implements Comparator<String> {
    public static final VersionOrder INSTANCE = new VersionOrder();

    /** Of whole versions, as indexes have them: an epoch before a colon counts before all else. */
    public static final Comparator<String> WITH_EPOCHS = (one, other) -> {
        int order = compareNumbers(epoch(one), epoch(other));
        return order != 0 ? order : INSTANCE.compare(withoutEpoch(one), withoutEpoch(other));
    };

    private VersionOrder() {}

    @Override
    public int compare(String one, String other) {
        int order = comparePart(upstream(one), upstream(other));
        return order != 0 ? order : comparePart(revision(one), revision(other));
    }

    private static String epoch(String version) {
        return version.substring(0, Math.max(0, version.indexOf(':')));
    }

    private static String withoutEpoch(String version) {
        return version.substring(version.indexOf(':') + 1);
    }

    private static String upstream(String version) {
        int dash = version.lastIndexOf('-');
        return dash < 0 ? version : version.substring(0, dash);
    }

    /** Absent is the same as 0. */
    private static String revision(String version) {
        int dash = version.lastIndexOf('-');
        return dash < 0 ? "" : version.substring(dash + 1);
    }

    /** By turns what is no digit, by its letters, and what is, by its value. */
    private static int comparePart(String one, String other) {
        int i = 0;
        int j = 0;
        while (i < one.length() || j < other.length()) {
            while (isLetter(one, i) || isLetter(other, j)) {
                int order = weight(one, i) - weight(other, j);
                if (order != 0) {
                    return order;
                }
                i++;
                j++;
            }
            int endOne = endOfDigits(one, i);
            int endOther = endOfDigits(other, j);
            int order = compareNumbers(one.substring(i, endOne), other.substring(j, endOther));
            if (order != 0) {
                return order;
            }
            i = endOne;
            j = endOther;
        }
        return 0;
    }

    private static boolean isLetter(String text, int at) {
        return at < text.length() && !isDigit(text.charAt(at));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** A tilde is before the end, letters are before all else. */
    private static int weight(String text, int at) {
        if (at >= text.length() || isDigit(text.charAt(at))) {
            return 0;
        }
        char c = text.charAt(at);
        if (c == '~') {
            return -1;
        }
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter ? c : c + 256;
    }

    private static int endOfDigits(String text, int from) {
        int end = Math.min(from, text.length());
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int compareNumbers(String one, String other) {
        var first = withoutZeros(one);
        var second = withoutZeros(other);
        return first.length() != second.length() ? first.length() - second.length() : first.compareTo(second);
    }

    private static String withoutZeros(String digits) {
        int from = 0;
        while (from < digits.length() && digits.charAt(from) == '0') {
            from++;
        }
        return digits.substring(from);
    }
}
