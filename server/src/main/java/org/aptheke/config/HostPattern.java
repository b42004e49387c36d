package org.aptheke.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names a host or many: {@code deb.example.org}, {@code *.example.org} (every name below, not {@code example.org}
 * itself), or {@code *}. An IPv6 address stands in brackets. Immutable.
 *
 * @param text in lower case
 */
public record HostPattern(String text) {
    private static final Pattern FORM =
            Pattern.compile("\\*|(\\*\\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\\.?"
                    + "|\\[[0-9a-f:.]+]");

    public HostPattern {
        text = text.toLowerCase(Locale.ROOT);
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "not a host pattern; write deb.example.org, *.example.org or *, without scheme, port and path");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
