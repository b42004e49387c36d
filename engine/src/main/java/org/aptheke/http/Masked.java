package org.aptheke.http;

import java.util.Locale;

/**
 * Makes texts of strangers fit to be shown: no secrets, no control characters. A URL may carry a password in front of its
 * host and a token in its query; a path may carry a line feed that would forge the next line.
 */
public final class Masked {
    private static final String STARS = "***";

    private Masked() {}

    /** The text without {@code user:password@} and without the values of a query. */
    public static String secrets(String text) {
        return text.indexOf('@') < 0 && text.indexOf('?') < 0 ? text : query(credentials(text));
    }

    /**
     * Printable ASCII without blanks, quotes and backslashes; every other byte of its UTF-8 form becomes {@code \xNN}.
     *
     * @param blanks whether a blank may stay, because the text will be in quotes
     */
    public static String escaped(String text, boolean blanks) {
        int clean = 0;
        while (clean < text.length() && plain(text.charAt(clean), blanks)) {
            clean++;
        }
        if (clean == text.length()) {
            return text;
        }
        var escaped = new StringBuilder(text.length() + 16).append(text, 0, clean);
        for (byte b : text.substring(clean).getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (plain(c, blanks)) {
                escaped.append(c);
            } else {
                escaped.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
            }
        }
        return escaped.toString();
    }

    private static boolean plain(char c, boolean blanks) {
        return (c > ' ' && c < 0x7f && c != '"' && c != '\\') || (blanks && c == ' ');
    }

    /** A password ends at the last {@code @} of a segment; a segment ends at a slash, a question mark or a blank. */
    private static String credentials(String text) {
        var masked = new StringBuilder(text.length());
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || "/? \t\"'<>".indexOf(text.charAt(i)) >= 0) {
                String segment = text.substring(start, i);
                int at = segment.lastIndexOf('@');
                int colon = segment.indexOf(':');
                boolean secret = colon >= 0 && colon < at;
                masked.append(secret ? STARS + segment.substring(at) : segment);
                if (i < text.length()) {
                    masked.append(text.charAt(i));
                }
                start = i + 1;
            }
        }
        return masked.toString();
    }

    /** From a question mark to the next blank, names stay and values go. */
    private static String query(String text) {
        int mark = text.indexOf('?');
        if (mark < 0) {
            return text;
        }
        int end = mark + 1;
        while (end < text.length() && text.charAt(end) > ' ' && text.charAt(end) != '"') {
            end++;
        }
        var masked = new StringBuilder(text.substring(0, mark + 1));
        String separator = "";
        for (String parameter : text.substring(mark + 1, end).split("&", -1)) {
            int equals = parameter.indexOf('=');
            masked.append(separator).append(equals < 0 ? "" : parameter.substring(0, equals + 1));
            masked.append(parameter.isEmpty() ? "" : STARS);
            separator = "&";
        }
        return masked.append(query(text.substring(end))).toString();
    }
}
