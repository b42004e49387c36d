package org.aptheke.suite;

import java.net.URI;
import java.net.URISyntaxException;
import org.aptheke.http.PercentEncoding;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;

/** Where files of a suite are, from the names that release files and indexes give them. */
final class Urls {
    private Urls() {}

    /** The directory of the target, without a slash at the end; the root is {@code /}. */
    static TargetUri directory(TargetUri file) {
        int slash = file.path().lastIndexOf('/');
        return withPath(file, slash == 0 ? "/" : file.path().substring(0, slash));
    }

    /** A file below a directory, by its name as an index writes it. */
    static TargetUri below(TargetUri directory, String name) {
        String base = directory.path().equals("/") ? "" : directory.path();
        return withPath(directory, base + "/" + PercentEncoding.encoded(name));
    }

    /** A target as {@link TargetUri#toString} writes it. */
    static TargetUri parse(String url) throws URISyntaxException {
        var uri = new URI(url);
        var scheme = "https".equals(uri.getScheme()) ? Scheme.HTTPS : Scheme.HTTP;
        String host = String.valueOf(uri.getHost());
        boolean literal = host.startsWith("[");
        return new TargetUri(
                scheme,
                literal ? host.substring(1, host.length() - 1) : host,
                uri.getPort() < 0 ? scheme.defaultPort() : uri.getPort(),
                uri.getRawPath(),
                "");
    }

    private static TargetUri withPath(TargetUri target, String path) {
        return new TargetUri(target.scheme(), target.host(), target.port(), path, "");
    }
}
