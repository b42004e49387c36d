package org.aptheke.server.netty;

import org.aptheke.http.Fields;

/**
 * A request as decoded, its framing checked.
 *
 * @param target as in the request line
 * @param http11 false for HTTP/1.0
 * @param keepAlive whether the connection may stay open after the answer
 */
record RequestHead(String method, String target, boolean http11, Fields fields, boolean keepAlive, Demand demand) {
    /** What a request wants, as far as its method, its content and the names of its fields tell. */
    enum Demand {
        /** A GET or HEAD of the plain answer: it may be given, and kept, as it is for everybody. */
        PLAIN,
        /** The same with conditions or a range: they decide what of the plain answer is given. */
        SELECTIVE,
        /** Something that only the engine can judge. */
        PARTICULAR
    }

    /** Stands in for a request that could not be read. */
    static RequestHead unreadable(String method, String target) {
        return new RequestHead(method, target, true, Fields.EMPTY, false, Demand.PARTICULAR);
    }

    RequestHead withTarget(String newTarget) {
        return new RequestHead(method, newTarget, http11, fields, keepAlive, demand);
    }

    /** The same as the engine sees it, without fields that were meant for the way in. */
    RequestHead withFields(Fields newFields) {
        return newFields.equals(fields)
                ? this
                : new RequestHead(method, target, http11, newFields, keepAlive, Framing.demand(method, newFields));
    }

    /** The same, but only the engine may answer it. */
    RequestHead particular() {
        return new RequestHead(method, target, http11, fields, keepAlive, Demand.PARTICULAR);
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    boolean isConnect() {
        return method.equals("CONNECT");
    }

    /** Whether it may be answered from the hot set. */
    boolean mayBeHot() {
        return demand != Demand.PARTICULAR;
    }

    /** Whether its answer may enter the hot set. */
    boolean isPlain() {
        return demand == Demand.PLAIN;
    }
}
