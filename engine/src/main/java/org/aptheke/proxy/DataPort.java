package org.aptheke.proxy;

import java.net.InetAddress;
import java.util.Optional;
import org.aptheke.http.Fields;
import org.aptheke.origin.Authority;
import org.aptheke.route.Entry;
import org.aptheke.route.Route;

/**
 * What a listener asks of the engine. What lets in and routes is quick and may be called on an event loop;
 * {@link #examine} and {@link #answer} block and belong on a virtual thread. Safe for use by many threads.
 */
public interface DataPort {
    /** Whether connections of this client are served at all. */
    boolean admits(InetAddress client);

    /** Whether a request of such a client is let in. */
    Entry enter(InetAddress client, String requestTarget, Fields fields);

    /** The same for one that was undecided, whose password is looked at now. */
    Entry examine(InetAddress client, String requestTarget, Fields fields) throws InterruptedException;

    /**
     * The same for one on a connection where this program stands in for an origin.
     *
     * @param user whose password opened the connection
     */
    Entry enterInside(InetAddress client, Optional<String> user, Fields fields);

    /**
     * What the request means.
     *
     * @param requestTarget as in the request line, in any of the four forms of RFC 9112, 3.2
     */
    Route route(String method, String requestTarget, Fields fields);

    /** The same for a request on a connection where this program stands in for an origin. */
    Route routeInside(Authority origin, String method, String requestTarget, Fields fields);

    /** The answer to a GET or HEAD of {@link Route.Cached}; failures are answers too. */
    Answer answer(Exchange exchange) throws InterruptedException;

    /** The answer for every other route, and for what the listener itself refuses: a status with a short body. */
    Answer plain(Route route);
}
