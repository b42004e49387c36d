package org.aptheke.route;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.aptheke.origin.Secret;

/** A user and a password as a field has them (RFC 7617, 2). */
record Login(String user, Secret password) {
    private static final String BASIC = "Basic ";

    /** Empty when it is of another scheme, or damaged. */
    static Optional<Login> parse(String value) {
        if (!value.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(value.substring(BASIC.length()).strip());
            String text = new String(decoded, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Login(text.substring(0, colon), Secret.of(text.substring(colon + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
