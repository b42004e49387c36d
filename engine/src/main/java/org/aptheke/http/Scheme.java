package org.aptheke.http;

/** The two URI schemes an origin is reached by (RFC 9110, 4.2). */
public enum Scheme {
    HTTP("http", 80),
    HTTPS("https", 443);

    private final String text;
    private final int defaultPort;

    Scheme(String text, int defaultPort) {
        this.text = text;
        this.defaultPort = defaultPort;
    }

    public int defaultPort() {
        return defaultPort;
    }

    @Override
    public String toString() {
        return text;
    }
}
