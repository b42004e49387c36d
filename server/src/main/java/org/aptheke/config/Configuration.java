package org.aptheke.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration that was read and found good. Immutable.
 *
 * @param effective every key with its value, in the order of the documentation
 * @param remarks what is not wrong but probably not meant
 */
public record Configuration(Settings settings, List<Effective> effective, List<String> remarks) {
    /**
     * The value of one key.
     *
     * @param value as it would stand in the file
     * @param place where it was said: a file and line, a variable, an option, or {@code default}
     */
    public record Effective(String name, String value, String place) {
        @Override
        public String toString() {
            return name + " = " + value + "  # " + place;
        }
    }

    public Configuration {
        effective = List.copyOf(effective);
        remarks = List.copyOf(remarks);
    }

    /** Whether anything says what the value of that key is, so that it is not merely the default. */
    public boolean says(String name) {
        return effective.stream()
                .anyMatch(key -> key.name().equals(name) && !key.place().equals(Values.DEFAULT));
    }

    /** All values as TOML, one line each. */
    public String effectiveText() {
        return effective.stream().map(Effective::toString).collect(Collectors.joining("\n"));
    }
}
