package org.aptheke.repo;

import java.util.regex.Pattern;

/** What a path in a repository names, as far as the path alone can tell; decides how long an answer may be trusted. */
public enum ResourceKind {
    /** A package or source file whose name carries its version: by convention never changed, only replaced. */
    IMMUTABLE_BY_NAME,
    /** {@code InRelease}, {@code Release} or {@code Release.gpg} of a suite: what commits a new generation. */
    RELEASE_FILE,
    /** An index that a release file names: Packages, Sources, Contents, Translation … */
    SUITE_MEMBER,
    /** Named by its own digest. */
    BY_HASH,
    /** Anything else. */
    OPAQUE;

    private static final String COMPRESSED = "\\.(?:gz|bz2|xz|lzma|lz|lz4|zst)";

    private static final Pattern PACKAGE_NAME =
            Pattern.compile(".+\\.(?:deb|udeb|ddeb|dsc|rpm|apk|pkg\\.tar" + COMPRESSED + "(?:\\.sig)?)");

    /** {@code apt_2.6.1.tar.xz}, {@code gcc-12_12.2.0.orig-doc.tar.xz}, {@code foo_1.0-1.diff.gz}. */
    private static final Pattern SOURCE_NAME =
            Pattern.compile("[a-z0-9][a-z0-9+.-]*_[0-9][^_/]*\\.(?:tar" + COMPRESSED + "(?:\\.asc)?|diff\\.gz)");

    private static final Pattern ARCHIVE_NAME =
            Pattern.compile(".+\\.(?:tar" + COMPRESSED + "(?:\\.(?:asc|sig|sign))?|diff\\.gz)");

    private static final Pattern INDEX_NAME = Pattern.compile(
            "(?:Packages|Sources|(?:Contents|Translation|Components|Commands)-[^/]+)(?:\\.[A-Za-z0-9.]+)?");

    /** The kind of the file at this path, which starts with {@code /} and has no query. */
    public static ResourceKind of(String path) {
        if (ByHashName.of(path).isPresent()) {
            return BY_HASH;
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        String directory = path.substring(0, path.length() - name.length());
        if (isReleaseName(name)) {
            return isComponentDirectory(directory) ? SUITE_MEMBER : RELEASE_FILE;
        }
        if (PACKAGE_NAME.matcher(name).matches()) {
            return IMMUTABLE_BY_NAME;
        }
        boolean pooled =
                directory.contains("/pool/") && ARCHIVE_NAME.matcher(name).matches();
        if (pooled || SOURCE_NAME.matcher(name).matches()) {
            return IMMUTABLE_BY_NAME;
        }
        if (directory.contains("/dists/")) {
            return isInstaller(directory) ? OPAQUE : SUITE_MEMBER;
        }
        return INDEX_NAME.matcher(name).matches() ? SUITE_MEMBER : OPAQUE;
    }

    private static boolean isReleaseName(String name) {
        return name.equals("InRelease") || name.equals("Release") || name.equals("Release.gpg");
    }

    /** The small {@code Release} beside a Packages file is listed in the suite's own one. */
    private static boolean isComponentDirectory(String directory) {
        return directory.contains("/dists/") && (directory.contains("/binary-") || directory.endsWith("/source/"));
    }

    private static boolean isInstaller(String directory) {
        return directory.contains("/installer-") || directory.contains("/dist-upgrader-");
    }
}
