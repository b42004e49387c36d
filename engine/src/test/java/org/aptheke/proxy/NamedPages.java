package org.aptheke.proxy;

import java.util.Optional;
import org.aptheke.origin.Authority;

/** Pages of which each says what it is, and for whom. */
public final class NamedPages implements ClientPages {
    @Override
    public Page page(Optional<Authority> cache) {
        return new Page("page for " + cache, "default-src 'none'");
    }

    @Override
    public String text(Optional<Authority> cache) {
        return "text for " + cache;
    }

    @Override
    public String detectScript(Optional<Authority> cache) {
        return "script for " + cache;
    }
}
