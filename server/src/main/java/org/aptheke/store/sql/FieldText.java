package org.aptheke.store.sql;

import org.aptheke.http.Fields;

/**
 * Fields as text in a column: a line {@code name:value} for each, ended by LF. Names have no colon and neither has a
 * line break (RFC 9110, 5.1 and 5.5), so nothing needs to be escaped.
 */
final class FieldText {
    private FieldText() {}

    static String encode(Fields fields) {
        var text = new StringBuilder();
        for (var field : fields) {
            require(field.name().indexOf(':') < 0, field);
            text.append(clean(field.name(), field))
                    .append(':')
                    .append(clean(field.value(), field))
                    .append('\n');
        }
        return text.toString();
    }

    private static String clean(String text, Fields.Field field) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            require(c != '\n' && c != '\r' && c != 0, field);
        }
        return text;
    }

    private static void require(boolean wellFormed, Fields.Field field) {
        if (!wellFormed) {
            throw new IllegalArgumentException("not a field: " + field.name().strip());
        }
    }

    static Fields decode(String text) {
        var fields = Fields.builder();
        int begin = 0;
        while (begin < text.length()) {
            int end = text.indexOf('\n', begin);
            int colon = text.indexOf(':', begin);
            if (end < 0 || colon < 0 || colon > end) {
                throw new IllegalArgumentException("no field line at " + begin);
            }
            fields.add(text.substring(begin, colon), text.substring(colon + 1, end));
            begin = end + 1;
        }
        return fields.build();
    }
}
