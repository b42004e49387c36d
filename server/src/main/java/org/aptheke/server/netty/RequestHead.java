package org.aptheke.server.netty;

import org.aptheke.http.Fields;

/**
 * A request as decoded, its framing checked.
 *
 * @param target as in the request line
 * @param http11 false for HTTP/1.0
 * @param keepAlive whether the connection may stay open after the answer
 * @param plain a GET or HEAD without content and without a field that asks for more than the plain answer: it may be
 *     answered from the hot set
 */
record RequestHead(String method, String target, boolean http11, Fields fields, boolean keepAlive, boolean plain) {
    /** Stands in for a request that could not be read. */
    static RequestHead unreadable(String method, String target) {
        return new RequestHead(method, target, true, Fields.EMPTY, false, false);
    }

    RequestHead withTarget(String newTarget) {
        return new RequestHead(method, newTarget, http11, fields, keepAlive, plain);
    }

    /** The same, but only the engine may answer it. */
    RequestHead notPlain() {
        return new RequestHead(method, target, http11, fields, keepAlive, false);
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    boolean isConnect() {
        return method.equals("CONNECT");
    }
}
