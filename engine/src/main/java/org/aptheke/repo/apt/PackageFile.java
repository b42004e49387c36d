package org.aptheke.repo.apt;

import java.util.Optional;
import java.util.Set;

/**
 * What the name of a binary package file says: {@code pool/main/a/apt/apt_2.6.1_amd64.deb}. The epoch of a version is not
 * in it.
 *
 * @param series what versions of one package have in common: directory, name and architecture
 */
public record PackageFile(String series, String version) {
    private static final Set<String> ENDINGS = Set.of(".deb", ".udeb", ".ddeb");

    /** Empty for the name of anything else. */
    public static Optional<PackageFile> of(String path) {
        int dot = path.lastIndexOf('.');
        int name = path.lastIndexOf('/') + 1;
        int first = path.indexOf('_', name);
        int last = path.lastIndexOf('_');
        if (dot < last || first < 0 || first == last || !ENDINGS.contains(path.substring(dot))) {
            return Optional.empty();
        }
        return Optional.of(
                new PackageFile(path.substring(0, first) + path.substring(last), path.substring(first + 1, last)));
    }
}
