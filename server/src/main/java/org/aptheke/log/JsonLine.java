package org.aptheke.log;

import java.util.Locale;

/** Builds one JSON object on one line (RFC 8259); the result is ASCII only. For use by one thread. */
final class JsonLine {
    private final StringBuilder text = new StringBuilder(256).append('{');

    JsonLine put(String name, CharSequence value) {
        name(name).append('"');
        for (int i = 0; i < value.length(); i++) {
            append(value.charAt(i));
        }
        text.append('"');
        return this;
    }

    /** A number that is already written as JSON wants it. */
    JsonLine putNumber(String name, CharSequence number) {
        name(name).append(number);
        return this;
    }

    /** The whole object, without an end of line. */
    String end() {
        return text.append('}').toString();
    }

    private StringBuilder name(String name) {
        return text.append(text.length() == 1 ? "" : ",")
                .append('"')
                .append(name)
                .append("\":");
    }

    private void append(char c) {
        if (c == '"' || c == '\\') {
            text.append('\\').append(c);
        } else if (c >= ' ' && c < 0x7f) {
            text.append(c);
        } else {
            // Also lone surrogates, which no UTF-8 can carry.
            text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
    }
}
