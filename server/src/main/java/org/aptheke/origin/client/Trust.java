package org.aptheke.origin.client;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Whose certificates of a server are trusted. Immutable.
 *
 * @param authorities instead of the usual ones; empty for the usual ones
 * @param pins one of which must be in the chain; none for any key
 */
public record Trust(List<X509Certificate> authorities, List<Pin> pins) {
    /** The authorities that the JDK trusts, and any key. */
    public static final Trust USUAL = new Trust(List.of(), List.of());

    public Trust {
        authorities = List.copyOf(authorities);
        pins = List.copyOf(pins);
    }
}
