package org.aptheke.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is laid down about certain origins. Immutable.
 *
 * @param rules the first that names a scheme decides about it, the first that names certificates about these
 */
public record Upstreams(List<Rule> rules) {
    public Upstreams {
        rules = List.copyOf(rules);
    }

    /** By which scheme an origin is asked when the client wrote http. */
    public enum Scheme {
        HTTP,
        HTTPS
    }

    /**
     * One {@code [[upstream]]}.
     *
     * @param path starts with a slash; the scheme holds for it and all below it
     * @param caFile certificate authorities that are trusted for these hosts, instead of the usual ones
     * @param pins of public keys, in base64
     */
    public record Rule(
            List<HostPattern> hosts, String path, Optional<Scheme> scheme, Optional<Path> caFile, List<String> pins) {
        public Rule {
            hosts = List.copyOf(hosts);
            pins = List.copyOf(pins);
        }
    }
}
