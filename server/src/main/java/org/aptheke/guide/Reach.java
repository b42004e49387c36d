package org.aptheke.guide;

import java.util.Optional;

/**
 * By which URLs clients reach the cache.
 *
 * @param tls empty when TLS is not spoken with clients
 */
record Reach(CacheUrl plain, Optional<CacheUrl> tls) {
    /** What follows from one of them: the host is the same on all ports. */
    static Reach of(CacheUrl given, Ports ports) {
        return given.tls()
                ? new Reach(given.at(false, ports.plainOr(given.port())), Optional.of(given))
                : new Reach(given, ports.tls().stream().findFirst().map(port -> given.at(true, port)));
    }

    /** The same from what a client calls the cache, which does not tell the scheme. */
    static Reach named(String host, int port, Ports ports) {
        boolean tls = ports.tls().contains(port) && !ports.plain().contains(port);
        return of(CacheUrl.of(tls, host, port), ports);
    }
}
