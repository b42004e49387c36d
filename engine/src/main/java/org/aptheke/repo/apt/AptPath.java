package org.aptheke.repo.apt;

import java.util.Optional;
import org.aptheke.http.PercentEncoding;
import org.aptheke.repo.ByHashName;
import org.aptheke.repo.ResourceKind;

/**
 * A path at a host, decoded, so that it meets the names that indexes have. It can tell what the path alone says; which
 * suite a file belongs to is for those who know the suites. Immutable.
 *
 * <p>Directories are texts with a slash at their end, and start with the slash of the path. Two layouts exist. With
 * {@code /dists/} the names of the pool are relative to what is before it, the archive root:
 *
 * <pre>
 * /debian/dists/stable/updates/InRelease                               a release file; its directory is the suite's
 * /debian/dists/stable/updates/main/binary-amd64/Packages.xz           a member of it
 * /debian/dists/stable/updates/main/binary-amd64/by-hash/SHA256/0f3a…  the same member
 * /debian/pool/main/a/apt/apt_2.6.1_amd64.deb                          a file of the pool
 * </pre>
 *
 * <p>A flat repository has all in one directory or below it, and its names may be relative to a directory further up,
 * since apt adds them to the URI of the source and not to where the release file is: see {@link #flatRoot}.
 *
 * @param text starts with a slash; empty segments are kept, as an origin may tell them apart
 */
public record AptPath(String text) {
    private static final String DISTS = "/dists/";

    public AptPath {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("not an absolute path: " + text);
        }
    }

    /** The path of a URI, without its query; empty when it cannot be the name of any file. */
    public static Optional<AptPath> of(String uriPath) {
        return uriPath.startsWith("/") ? PercentEncoding.decoded(uriPath).map(AptPath::new) : Optional.empty();
    }

    /** As it stands in a URI, normalised. */
    public String uriPath() {
        return PercentEncoding.encoded(text);
    }

    /** Up to the last slash. */
    public String directory() {
        return text.substring(0, text.lastIndexOf('/') + 1);
    }

    /** Behind the last slash. */
    public String name() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    /** The directory of the suite, when this is its {@code InRelease}, {@code Release} or {@code Release.gpg}. */
    public Optional<String> releaseDirectory() {
        return ResourceKind.of(text) == ResourceKind.RELEASE_FILE ? Optional.of(directory()) : Optional.empty();
    }

    public Optional<ByHashName> byHash() {
        return ByHashName.of(text);
    }

    /**
     * The name relative to a directory, in the form that {@link ReleaseFile#member} and {@link IndexEntry#path} have;
     * empty when this is not the path of a file below it.
     */
    public Optional<String> below(String directory) {
        if (!text.startsWith(directory) || text.length() == directory.length()) {
            return Optional.empty();
        }
        try {
            // A further slash is an empty segment here, and nothing absolute.
            var rest = Slice.of("./" + text.substring(directory.length()));
            return Optional.of(new RelativeName().normalised(rest).text());
        } catch (MalformedMetadataException e) {
            return Optional.empty();
        }
    }

    /** What a member of the suite would be called that is here; empty for release files and for what is elsewhere. */
    public Optional<String> member(String releaseDirectory) {
        return releaseDirectory().isPresent() ? Optional.empty() : below(releaseDirectory);
    }

    /** The archive root of a suite that lies below {@code /dists/}; empty for flat repositories. */
    public static Optional<String> archiveRoot(String releaseDirectory) {
        int dists = distsIn(releaseDirectory);
        return dists < 0 ? Optional.empty() : Optional.of(releaseDirectory.substring(0, dists + 1));
    }

    /** The name of the suite in the sources of clients, as {@code stable/updates}; empty for flat repositories. */
    public static Optional<String> suite(String releaseDirectory) {
        int dists = distsIn(releaseDirectory);
        return dists < 0
                ? Optional.empty()
                : Optional.of(releaseDirectory.substring(dists + DISTS.length(), releaseDirectory.length() - 1));
    }

    /**
     * What the names in the indexes of a flat repository are relative to: the nearest directory above such that all
     * names lead back into the release file's one; that one itself when no name does.
     *
     * @param commonDirectory {@link IndexSummary#commonDirectory} of the repository's index
     */
    public static String flatRoot(String releaseDirectory, String commonDirectory) {
        int end = releaseDirectory.length() - 1;
        for (int slash = releaseDirectory.lastIndexOf('/', end - 1); slash >= 0; ) {
            if (commonDirectory.startsWith(releaseDirectory.substring(slash + 1))) {
                return releaseDirectory.substring(0, slash + 1);
            }
            slash = slash == 0 ? -1 : releaseDirectory.lastIndexOf('/', slash - 1);
        }
        return releaseDirectory;
    }

    /** The slash of the last {@code /dists/} with a suite behind it, or -1. */
    private static int distsIn(String releaseDirectory) {
        int dists = releaseDirectory.lastIndexOf(DISTS);
        return dists >= 0 && dists + DISTS.length() < releaseDirectory.length() ? dists : -1;
    }

    @Override
    public String toString() {
        return text;
    }
}
