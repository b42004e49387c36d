package org.aptheke.e2e;

/** How a client can ask for a file. */
enum WayIn {
    PROXY_FORM(Kind.PROXY, "http://%1$s"),
    PROXY_FORM_HTTPS(Kind.PROXY, "https://%2$s"),
    PROXY_FORM_HTTPS_IN_HTTP(Kind.PROXY, "http://HTTPS///%2$s"),
    PATH_FORM(Kind.PATH, "/%1$s"),
    PATH_FORM_HTTPS(Kind.PATH, "/HTTPS///%2$s"),
    PATH_FORM_HTTPS_SHORT(Kind.PATH, "/https/%2$s"),
    REMAP(Kind.PATH, "/remapped"),
    TUNNEL(Kind.CONNECT, "%1$s"),
    INTERCEPTION(Kind.CONNECT, "%2$s");

    private final Kind kind;
    private final String top;

    /** Which of the forms of a request it is, and so where a password is shown. */
    enum Kind {
        PROXY,
        PATH,
        CONNECT
    }

    WayIn(Kind kind, String top) {
        this.kind = kind;
        this.top = top;
    }

    Kind kind() {
        return kind;
    }

    /** The request target; a CONNECT has none but the host and port. */
    String target(String plainAuthority, String secureAuthority, String path) {
        return top.formatted(plainAuthority, secureAuthority) + (kind == Kind.CONNECT ? "" : path);
    }
}
