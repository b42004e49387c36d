package org.aptheke.route;

import org.aptheke.http.Fields;

/**
 * Knows a request that this instance has forwarded before (RFC 9110, 7.6.3). Two instances in a chain both call
 * themselves {@code aptheke}; the comment with the instance's number tells them apart, so the whole element counts.
 */
final class ViaLoop {
    private final String receivedBy;

    /** @param via our element: protocol version, pseudonym and comment */
    ViaLoop(String via) {
        this.receivedBy = withoutVersion(via);
    }

    boolean isIn(Fields fields) {
        for (var field : fields) {
            if (field.is("Via") && hasElement(field.value())) {
                return true;
            }
        }
        return false;
    }

    /** Commas within a comment do not separate elements. */
    private boolean hasElement(String value) {
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= value.length(); i++) {
            char c = i < value.length() ? value.charAt(i) : ',';
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (i == value.length() || (c == ',' && depth <= 0)) {
                if (withoutVersion(value.substring(start, i)).equals(receivedBy)) {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }

    private static String withoutVersion(String element) {
        String stripped = element.strip();
        int space = stripped.indexOf(' ');
        return space < 0 ? stripped : stripped.substring(space + 1).strip();
    }
}
