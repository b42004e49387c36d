package org.aptheke.mirror;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which names are meant: patterns in which {@code *} stands for any text and {@code ?} for one character. Those that begin
 * with an exclamation mark take away. Immutable.
 */
public final class NamePatterns {
    /** Every name. */
    public static final NamePatterns ALL = new NamePatterns(List.of());

    private static final char NOT = '!';

    private final List<Pattern> wanted;
    private final List<Pattern> unwanted;

    private NamePatterns(List<String> patterns) {
        wanted = patterns.stream()
                .filter(each -> !isNegative(each))
                .map(NamePatterns::compile)
                .toList();
        unwanted = patterns.stream()
                .filter(NamePatterns::isNegative)
                .map(each -> compile(each.substring(1)))
                .toList();
    }

    /** An empty list means every name, and so does one that only takes away, for all others. */
    public static NamePatterns of(List<String> patterns) {
        return patterns.isEmpty() ? ALL : new NamePatterns(patterns);
    }

    boolean match(String name) {
        return (wanted.isEmpty() || fits(wanted, name)) && !fits(unwanted, name);
    }

    private static boolean fits(List<Pattern> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    private static boolean isNegative(String pattern) {
        return pattern.charAt(0) == NOT;
    }

    private static Pattern compile(String pattern) {
        var expression = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            switch (pattern.charAt(i)) {
                case '*' -> expression.append(".*");
                case '?' -> expression.append('.');
                default -> expression.append(Pattern.quote(pattern.substring(i, i + 1)));
            }
        }
        return Pattern.compile(expression.toString());
    }
}
