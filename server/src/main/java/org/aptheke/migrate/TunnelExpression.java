package org.aptheke.migrate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A regular expression over {@code host:port}, as far as it names hosts: letters, escaped dots, alternatives in
 * parentheses, and {@code .*} where something may stand. Most that people write are of that form; the others cannot be
 * said by patterns of hosts.
 */
final class TunnelExpression {
    private static final char ANYTHING = '*';
    private static final int MOST = 64;

    private final String text;
    private int position;

    private TunnelExpression(String text) {
        this.text = text;
    }

    /** The patterns {@code host:port} that allow what it allows, and nothing more; empty when there are none such. */
    static Optional<List<String>> patterns(String expression) {
        try {
            var parser = new TunnelExpression(expression);
            var words = parser.alternatives();
            if (parser.position < expression.length()) {
                return Optional.empty();
            }
            Set<String> patterns = new LinkedHashSet<>();
            for (var word : words) {
                patterns.addAll(patternsOf(word));
            }
            return Optional.of(List.copyOf(patterns));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    // ---- the words it stands for, with ^ and $ and * in them

    private List<String> alternatives() {
        var all = new ArrayList<>(sequence());
        while (position < text.length() && text.charAt(position) == '|') {
            position++;
            all.addAll(sequence());
        }
        return bounded(all);
    }

    private List<String> sequence() {
        List<String> words = List.of("");
        while (position < text.length() && text.charAt(position) != '|' && text.charAt(position) != ')') {
            var next = piece();
            var longer = new ArrayList<String>();
            for (var word : words) {
                next.forEach(end -> longer.add(word + end));
            }
            words = bounded(longer);
        }
        return words;
    }

    private List<String> piece() {
        char c = text.charAt(position++);
        if (c == '(') {
            var inner = alternatives();
            if (position == text.length()) {
                throw new IllegalArgumentException("a parenthesis is not closed");
            }
            position++;
            return unrepeated(inner);
        }
        if (c == '.' && text.startsWith("*", position)) {
            position++;
            return List.of(String.valueOf(ANYTHING));
        }
        if (c == '\\' && position < text.length()) {
            return unrepeated(List.of(literal(text.charAt(position++))));
        }
        // A dot that is not escaped was hardly meant for any other letter.
        return c == '^' || c == '$' ? List.of(String.valueOf(c)) : unrepeated(List.of(literal(c)));
    }

    private List<String> unrepeated(List<String> piece) {
        if (position < text.length() && "*+?{".indexOf(text.charAt(position)) >= 0) {
            throw new IllegalArgumentException("a repetition");
        }
        return piece;
    }

    private static String literal(char c) {
        if (Character.isLetterOrDigit(c) || "-_.:".indexOf(c) >= 0) {
            return String.valueOf(c);
        }
        throw new IllegalArgumentException("not part of a host or a port: " + c);
    }

    private static List<String> bounded(List<String> words) {
        if (words.size() > MOST) {
            throw new IllegalArgumentException("too many words");
        }
        return words;
    }

    // ---- patterns

    private static List<String> patternsOf(String word) {
        boolean begins = word.startsWith("^");
        boolean ends = word.endsWith("$");
        var plain = word.substring(begins ? 1 : 0, word.length() - (ends ? 1 : 0));
        if (plain.chars().allMatch(c -> c == ANYTHING)) {
            return List.of("*:*");
        }
        int colon = plain.lastIndexOf(':');
        var host = colon < 0 ? plain : plain.substring(0, colon);
        var port = colon < 0 ? "*" : plain.substring(colon + 1);
        if (colon < 0 && ends && !plain.endsWith("*")) {
            throw new IllegalArgumentException("it ends without a port, and so matches nothing");
        }
        if (!port.equals("*") && !port.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("not a port: " + port);
        }
        return hosts(host, begins).stream().map(each -> each + ":" + port).toList();
    }

    private static List<String> hosts(String written, boolean begins) {
        // Behind the name, only an expression without a port has one.
        var host = written.endsWith("*") && written.length() > 1 ? written.substring(0, written.length() - 1) : written;
        boolean open = !begins || host.startsWith("*");
        var name = host.startsWith("*") ? host.substring(1) : host;
        if (name.isEmpty()) {
            return List.of("*");
        }
        if (name.indexOf(ANYTHING) >= 0 || name.indexOf('^') >= 0 || name.indexOf('$') >= 0) {
            throw new IllegalArgumentException("something in the middle of a name: " + name);
        }
        if (name.startsWith(".")) {
            return List.of("*" + name);
        }
        return open ? List.of(name, "*." + name) : List.of(name);
    }
}
