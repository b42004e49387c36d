package org.aptheke.proxy;

import java.net.InetAddress;
import org.aptheke.http.Fields;
import org.aptheke.origin.Authority;
import org.aptheke.route.Route;

/**
 * What a listener asks of the engine. {@link #route} is quick and may be called on an event loop; {@link #answer}
 * blocks and belongs on a virtual thread. Safe for use by many threads.
 */
public interface DataPort {
    /** Whether connections of this client are served at all. */
    boolean admits(InetAddress client);

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
