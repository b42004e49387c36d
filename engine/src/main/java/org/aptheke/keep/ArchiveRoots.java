package org.aptheke.keep;

import java.util.Collection;
import java.util.TreeSet;

/** The roots of the archives of known suites, and of which of them it is not known what they name. Used by one thread. */
final class ArchiveRoots {
    private final String[] roots;
    private final boolean[] inDoubt;

    /** The last one found: keys come in order. */
    private int last = -1;

    ArchiveRoots(Collection<String> roots) {
        this.roots = new TreeSet<>(roots).toArray(String[]::new);
        this.inDoubt = new boolean[this.roots.length];
    }

    /** From now on nothing below that root is known not to be named. */
    void doubt(String root) {
        for (int i = 0; i < roots.length; i++) {
            inDoubt[i] |= roots[i].equals(root);
        }
    }

    boolean anyInDoubt() {
        for (boolean doubt : inDoubt) {
            if (doubt) {
                return true;
            }
        }
        return false;
    }

    /** Whether a key is below one of them. */
    boolean contain(String key) {
        return find(key) >= 0;
    }

    boolean isInDoubt(String key) {
        for (int i = 0; i < roots.length; i++) {
            if (inDoubt[i] && isBelow(key, roots[i])) {
                return true;
            }
        }
        return false;
    }

    private int find(String key) {
        if (last >= 0 && isBelow(key, roots[last])) {
            return last;
        }
        for (int i = 0; i < roots.length; i++) {
            if (isBelow(key, roots[i])) {
                last = i;
                return i;
            }
        }
        return -1;
    }

    private static boolean isBelow(String key, String root) {
        return key.length() > root.length() && key.startsWith(root) && key.charAt(root.length()) == '/';
    }
}
