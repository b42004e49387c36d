package org.aptheke.suite;

import java.net.URISyntaxException;
import org.aptheke.http.PercentEncoding;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.Authority;

/** Where files of a suite are, from the names that release files and indexes give them. */
final class Urls {
    private static final String DISTS = "/dists/";

    private Urls() {}

    /** The directory of the target, without a slash at the end; the root is {@code /}. */
    static TargetUri directory(TargetUri file) {
        int slash = file.path().lastIndexOf('/');
        return withPath(file, slash == 0 ? "/" : file.path().substring(0, slash));
    }

    /** What the paths of the pool are relative to, of a suite's directory below {@code /dists/}. */
    static TargetUri archiveRoot(TargetUri suite) {
        return directory(withPath(suite, suite.path().substring(0, suite.path().lastIndexOf(DISTS) + 1)));
    }

    /** A file below a directory, by its name as an index writes it. */
    static TargetUri below(TargetUri directory, String name) {
        String base = directory.path().equals("/") ? "" : directory.path();
        return withPath(directory, base + "/" + PercentEncoding.encoded(name));
    }

    /** A target as {@link TargetUri#toString} writes it. */
    static TargetUri parse(String url) throws URISyntaxException {
        var scheme = url.startsWith("https:") ? Scheme.HTTPS : Scheme.HTTP;
        int start = scheme.toString().length() + "://".length();
        int path = url.indexOf('/', start);
        if (path < 0) {
            throw new URISyntaxException(url, "a path is missing");
        }
        // Not java.net.URI: hosts of ours may have credentials before them, or be names that it takes for none.
        String asker = url.substring(start, Math.max(start, url.lastIndexOf('@', path)));
        int host = asker.isEmpty() ? start : start + asker.length() + 1;
        var authority = Authority.parse(url.substring(host, path), scheme.defaultPort());
        var target = new TargetUri(scheme, authority.host(), authority.port(), url.substring(path), "");
        return asker.isEmpty() ? target : target.as(asker);
    }

    static TargetUri withPath(TargetUri target, String path) {
        return new TargetUri(target.scheme(), target.host(), target.port(), path, "");
    }
}
