package org.aptheke.upstream;

import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.route.HostPatterns;

/**
 * The scheme by which some origins are asked when the client wrote http.
 *
 * @param path starts with {@code /}; the rule holds for it and all below it
 */
public record UpstreamRule(HostPatterns hosts, String path, Scheme scheme) {
    boolean matches(TargetUri target) {
        return hosts.matches(target.hostName()) && isBelow(target.path(), path);
    }

    /** Whether a path is that one or below it, segment by segment. */
    static boolean isBelow(String path, String top) {
        String prefix = top.endsWith("/") ? top : top + "/";
        return path.startsWith(prefix) || path.equals(top);
    }
}
