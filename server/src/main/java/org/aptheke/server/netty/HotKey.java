package org.aptheke.server.netty;

/**
 * What an answer in the hot set is found by: the request target as written, and for other forms than the absolute one
 * the field Host, on which the meaning may depend.
 */
record HotKey(String target, String host) {
    static HotKey of(RequestHead head) {
        return new HotKey(
                head.target(),
                head.target().startsWith("/") ? head.fields().first("Host").orElse("") : "");
    }
}
