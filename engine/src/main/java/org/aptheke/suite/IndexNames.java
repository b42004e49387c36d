package org.aptheke.suite;

/** Names of indexes of packages, as release files write them. */
final class IndexNames {
    private IndexNames() {}

    /** Whether it is a Packages file, in any compression. */
    static boolean isPackages(String path) {
        return stem(path).equals("Packages");
    }

    /** Whether it is an index that names files of the pool: Packages or Sources, in any compression. */
    static boolean namesPool(String path) {
        var stem = stem(path);
        return stem.equals("Packages") || stem.equals("Sources");
    }

    static boolean isPlain(String path) {
        return path.indexOf('.', path.lastIndexOf('/') + 1) < 0;
    }

    /** The path without a suffix of compression. */
    static String plain(String path) {
        int dot = path.indexOf('.', path.lastIndexOf('/') + 1);
        return dot < 0 ? path : path.substring(0, dot);
    }

    /** The directory an index belongs to: that of its patches is the one above. Empty, or ends with a slash. */
    static String home(String path) {
        var directory = path.substring(0, path.lastIndexOf('/') + 1);
        return directory.endsWith(".diff/")
                ? directory.substring(0, directory.lastIndexOf('/', directory.length() - 2) + 1)
                : directory;
    }

    private static String stem(String path) {
        var plain = plain(path);
        return plain.substring(plain.lastIndexOf('/') + 1);
    }
}
