package org.aptheke.proxy;

import java.util.Optional;
import org.aptheke.origin.Authority;

/**
 * What clients are told about setting themselves up. Each answer is for the name by which the client calls this program,
 * where it said one. Safe for use by many threads.
 */
public interface ClientPages {
    /**
     * A page for people.
     *
     * @param securityPolicy what the page needs, for {@code Content-Security-Policy}
     */
    record Page(String html, String securityPolicy) {}

    Page page(Optional<Authority> cache);

    /** The same as plain text. */
    String text(Optional<Authority> cache);

    /** The script by which apt finds out whether the cache is there. */
    String detectScript(Optional<Authority> cache);
}
