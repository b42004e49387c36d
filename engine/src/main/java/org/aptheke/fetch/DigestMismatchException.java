package org.aptheke.fetch;

import java.io.IOException;

/** What an origin sent is not what was promised; nothing of it is kept. */
public final class DigestMismatchException extends IOException {
    private static final long serialVersionUID = 1;

    private final String expected;
    private final String received;

    /**
     * Both in words, with size and digests as far as they are known.
     *
     * @param url which file of which source
     */
    public DigestMismatchException(String url, String expected, String received) {
        super(url + ": received " + received + ", promised was " + expected);
        this.expected = expected;
        this.received = received;
    }

    /** For example {@code 812990 bytes, SHA256:9f86d0…}. */
    public String expected() {
        return expected;
    }

    public String received() {
        return received;
    }
}
