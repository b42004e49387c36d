package org.aptheke.config;

import java.util.OptionalInt;

/**
 * One thing that is wrong in the configuration.
 *
 * @param source the file, variable or option where it stands
 * @param line in the file, from 1, when it is known
 * @param key with its table, such as {@code freshness.check_after}; empty when the whole file is concerned
 * @param value as written; empty when it does not matter
 * @param wrong what is wrong
 * @param remedy what to do; empty when {@code wrong} says it all
 */
public record ConfigProblem(String source, OptionalInt line, String key, String value, String wrong, String remedy) {
    private static final int LONGEST_VALUE = 80;

    /** One line for a person. */
    @Override
    public String toString() {
        var text = new StringBuilder(source);
        if (line.isPresent()) {
            text.append(':').append(line.getAsInt());
        }
        text.append(": ");
        if (!key.isEmpty()) {
            text.append(key);
            if (!value.isEmpty()) {
                text.append(" = ").append(shortened(value));
            }
            text.append(": ");
        }
        text.append(wrong);
        if (!remedy.isEmpty()) {
            text.append("; ").append(remedy);
        }
        return text.toString().replaceAll("\\p{Cntrl}+", " ");
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    }
}
