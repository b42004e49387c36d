package org.aptheke.cache;

/** Why a request went on to an origin (RFC 9211, 2.2). */
public enum ForwardReason {
    /** The request method's semantics require it. */
    METHOD("method"),
    /** Nothing stored under that key. */
    URI_MISS("uri-miss"),
    /** Something is stored, but for other values of the fields that {@code Vary} names. */
    VARY_MISS("vary-miss"),
    /** The client's {@code Cache-Control} forbids what is stored. */
    REQUEST("request"),
    /** What is stored is stale. */
    STALE("stale"),
    /** Only a part is stored, and not the one asked for. */
    PARTIAL("partial"),
    /** The cache is not used for this request at all. */
    BYPASS("bypass"),
    /** Something is stored, but it cannot be used. */
    MISS("miss");

    private final String token;

    ForwardReason(String token) {
        this.token = token;
    }

    public String token() {
        return token;
    }
}
