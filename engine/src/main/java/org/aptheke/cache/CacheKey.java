package org.aptheke.cache;

import org.aptheke.http.TargetUri;

/**
 * What a stored response is found by: authority (default ports folded), normalised path and query. http and https of
 * one host share a key, other ports do not. Immutable.
 *
 * @param text for example {@code deb.example.org/debian/pool/main/a/apt/apt_2.6.1_amd64.deb}
 */
public record CacheKey(String text) {
    public static CacheKey of(TargetUri target) {
        return new CacheKey(target.authority() + target.pathAndQuery());
    }

    @Override
    public String toString() {
        return text;
    }
}
