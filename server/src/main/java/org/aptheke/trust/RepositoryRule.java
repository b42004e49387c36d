package org.aptheke.trust;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.aptheke.repo.openpgp.SignaturePolicy;

/**
 * What the operator wants for some repositories. Immutable.
 *
 * @param match such as {@code deb.example.org/debian/*}; see {@link #matches}
 * @param policy empty to leave it at the default
 * @param keyrings files and directories, instead of the default ones; empty to leave it at those
 */
public record RepositoryRule(String match, Optional<SignaturePolicy> policy, Optional<List<Path>> keyrings) {
    public RepositoryRule {
        keyrings = keyrings.map(List::copyOf);
    }

    /**
     * Whether the rule is for this repository. The pattern's authority is one, {@code *.example.org} for all names below,
     * or {@code *}; its path is the root of the archive, or begins like it and ends with {@code *}. Without a path it is
     * for all of the authority.
     *
     * @param archiveRoot as in a cache key, with or without a slash at the end
     */
    boolean matches(String archiveRoot) {
        int slash = match.indexOf('/');
        String authority = slash < 0 ? match : match.substring(0, slash);
        String path = slash < 0 ? "/*" : match.substring(slash);
        int rootSlash = archiveRoot.indexOf('/');
        String rootAuthority = rootSlash < 0 ? archiveRoot : archiveRoot.substring(0, rootSlash);
        String rootPath = rootSlash < 0 ? "/" : archiveRoot.substring(rootSlash);
        return matchesAuthority(authority.toLowerCase(Locale.ROOT), rootAuthority)
                && matchesPath(path, ended(rootPath));
    }

    private static boolean matchesAuthority(String pattern, String authority) {
        if (pattern.equals("*")) {
            return true;
        }
        return pattern.startsWith("*.") ? authority.endsWith(pattern.substring(1)) : authority.equals(pattern);
    }

    private static boolean matchesPath(String pattern, String path) {
        return pattern.endsWith("*")
                ? path.startsWith(pattern.substring(0, pattern.length() - 1))
                : path.equals(ended(pattern));
    }

    private static String ended(String path) {
        return path.endsWith("/") ? path : path + "/";
    }
}
