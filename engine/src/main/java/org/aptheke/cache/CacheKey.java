package org.aptheke.cache;

import java.util.Optional;
import org.aptheke.http.PercentEncoding;
import org.aptheke.http.TargetUri;

/**
 * What a stored response is found by: authority (default ports folded), normalised path and query. http and https of
 * one host share a key, other ports do not. Immutable.
 *
 * @param text for example {@code deb.example.org/debian/pool/main/a/apt/apt_2.6.1_amd64.deb}
 */
public record CacheKey(String text) {
    /** The key of a target. The path is compared normalised, the query as written. */
    public static CacheKey of(TargetUri target) {
        String query = target.query().isEmpty() ? "" : "?" + target.query();
        return new CacheKey(target.authority() + PercentEncoding.normalised(target.path()) + query);
    }

    /**
     * The name of the operator's credentials that what is stored under it was got with, and so may be served only to
     * those who may use them; empty for what anybody may have.
     */
    public Optional<String> credential() {
        int at = text.indexOf('@');
        return at < 0 || text.indexOf('/') < at ? Optional.empty() : Optional.of(text.substring(0, at));
    }

    /** Whether what is stored under it may be had by all who may use that credential; by anybody, when there is none. */
    public boolean isOpenTo(Optional<String> credentialOfAsker) {
        var needed = credential();
        return needed.isEmpty() || needed.equals(credentialOfAsker);
    }

    /** The path in it, without the query; starts with a slash. */
    String path() {
        int query = text.indexOf('?');
        String target = query < 0 ? text : text.substring(0, query);
        return target.substring(Math.max(0, target.indexOf('/')));
    }

    @Override
    public String toString() {
        return text;
    }
}
