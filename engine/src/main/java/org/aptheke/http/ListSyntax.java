package org.aptheke.http;

import java.util.ArrayList;
import java.util.List;

/**
 * Comma-separated field values (RFC 9110, 5.6.1), read as a recipient must: empty members are passed over, commas inside
 * quoted strings do not separate. Stateless.
 */
public final class ListSyntax {
    private ListSyntax() {}

    /** The members of all lines of that name, trimmed, in order; quoted strings are left as written. */
    public static List<String> members(Fields fields, String name) {
        var members = new ArrayList<String>();
        for (var value : fields.all(name)) {
            split(value, true, members);
        }
        return List.copyOf(members);
    }

    /** The members of one value, trimmed; quoted strings are left as written. */
    public static List<String> members(String value) {
        var members = new ArrayList<String>();
        split(value, true, members);
        return List.copyOf(members);
    }

    /** The members of a list of entity tags, in whose quotes a backslash escapes nothing (RFC 9110, 8.8.3). */
    static List<String> entityTags(Fields fields, String name) {
        var members = new ArrayList<String>();
        for (var value : fields.all(name)) {
            split(value, false, members);
        }
        return members;
    }

    /**
     * What a quoted string says (RFC 9110, 5.6.4): without quotes and escapes. Anything else comes back as it is, also a
     * string whose closing quote is missing or not at the end.
     */
    static String unquoted(String text) {
        if (text.length() < 2 || text.charAt(0) != '"') {
            return text;
        }
        var said = new StringBuilder(text.length());
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return i == text.length() - 1 ? said.toString() : text;
            }
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                c = text.charAt(i);
            }
            said.append(c);
        }
        return text;
    }

    /** Without spaces and tabs at both ends: the only optional whitespace there is (RFC 9110, 5.6.3). */
    static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    private static void split(String value, boolean escapes, List<String> members) {
        boolean quoted = false;
        int start = 0;
        int size = members.size();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted && escapes) {
                i++;
            } else if (c == ',' && !quoted) {
                addMember(value.substring(start, i), members);
                start = i + 1;
            }
        }
        addMember(value.substring(start), members);
        if (quoted) {
            // A quote that never ends must not swallow a no-store behind it: then every comma separates.
            members.subList(size, members.size()).clear();
            for (var member : value.split(",", -1)) {
                addMember(member, members);
            }
        }
    }

    private static void addMember(String text, List<String> members) {
        String member = trimmed(text);
        if (!member.isEmpty()) {
            members.add(member);
        }
    }
}
