package org.aptheke.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** URLs of pages with what they are asked for. */
final class Links {
    private Links() {}

    /** {@code /suite?name=...}; names and values in turn, of which empty ones are left out. */
    static String to(String path, String... namesAndValues) {
        var url = new StringBuilder(path);
        char before = '?';
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!namesAndValues[i + 1].isEmpty()) {
                url.append(before)
                        .append(encoded(namesAndValues[i]))
                        .append('=')
                        .append(encoded(namesAndValues[i + 1]));
                before = '&';
            }
        }
        return url.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
