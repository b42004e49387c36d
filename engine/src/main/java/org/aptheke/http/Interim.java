package org.aptheke.http;

/** An interim response, which comes ahead of the final one and has no content (RFC 9110, 15.2). */
public record Interim(int status, Fields fields) {
    public Interim {
        if (status < 100 || status > 199) {
            throw new IllegalArgumentException("not an interim status: " + status);
        }
    }
}
