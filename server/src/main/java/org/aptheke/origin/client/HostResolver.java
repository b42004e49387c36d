package org.aptheke.origin.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Turns a host into addresses. Blocking; safe for use by many threads; answers may be 60 s old at most. */
@FunctionalInterface
public interface HostResolver {
    /**
     * All addresses of a host, or the one that a literal is, in the resolver's order of preference.
     *
     * @throws UnknownHostException when it has none
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
