package org.aptheke.guide;

import java.util.Locale;

/** The ways by which packages come through the cache, in the order in which they are shown. */
public enum Way {
    /** A line of apt's configuration; sources stay as they are. */
    PROXY("Proxy line", "all http repositories of a machine"),
    /** Sources name the cache, and the repository in the path. */
    PATH("In the source", "one repository, http or https, and nothing else"),
    /** Sources say http, and the repository is asked by https. */
    HTTP("https repository, http source", "an https repository, with no certificate on the client"),
    /** Sources say https, and CONNECT is intercepted. */
    INTERCEPT("https source, intercepted", "https sources that must stay as they are"),
    /** The proxy itself is spoken to by TLS. */
    TLS("Proxy over TLS", "a line between client and cache that others listen on"),
    /** A script tells apt the cache, or to go without. */
    DETECT("Only while the cache is there", "laptops, and whatever must do without the cache too"),
    /** The client looks for the cache. */
    DISCOVER("Found by itself", "many machines, none of which is to know an address");

    private final String title;
    private final String purpose;

    Way(String title, String purpose) {
        this.title = title;
        this.purpose = purpose;
    }

    public String title() {
        return title;
    }

    /** What it is for, in a few words. */
    public String purpose() {
        return purpose;
    }

    /** As options and anchors have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
