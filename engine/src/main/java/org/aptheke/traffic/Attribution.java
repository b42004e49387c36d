package org.aptheke.traffic;

import java.util.Optional;
import org.aptheke.http.PercentEncoding;
import org.aptheke.repo.apt.PackageFile;

/**
 * For what a request is counted.
 *
 * @param repository authority and root of the archive, {@code deb.example.org/debian}; the authority alone where no root
 *     can be told
 * @param packageName empty when it is not for a binary package
 */
record Attribution(String repository, Optional<String> packageName) {
    private static final int LONGEST = 200;

    /** @param path with its query, which is not looked at: it may have secrets */
    static Attribution of(String host, String path) {
        int query = path.indexOf('?');
        var plain = query < 0 ? path : path.substring(0, query);
        return new Attribution(shortened(authority(host) + root(plain)), packageName(plain));
    }

    /** Without the name of the operator's credentials with which it is asked. */
    private static String authority(String host) {
        return host.substring(host.lastIndexOf('@') + 1);
    }

    private static String root(String path) {
        int end = path.indexOf("/dists/");
        int pool = path.indexOf("/pool/");
        if (end < 0 || (pool >= 0 && pool < end)) {
            end = pool;
        }
        return end < 0 ? "" : path.substring(0, end);
    }

    private static Optional<String> packageName(String path) {
        return PackageFile.of(path)
                .flatMap(_ -> PercentEncoding.decoded(path.substring(path.lastIndexOf('/') + 1)))
                .map(file -> file.indexOf('_') < 0 ? file : file.substring(0, file.indexOf('_')))
                .map(Attribution::shortened);
    }

    private static String shortened(String name) {
        return name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    }
}
