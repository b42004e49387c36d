package org.aptheke.jobs;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a run is asked for, by name. Immutable. */
public record Arguments(Map<String, String> values) {
    public static final Arguments NONE = new Arguments(Map.of());

    public Arguments {
        values = Map.copyOf(values);
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /**
     * The value of an argument that must be there.
     *
     * @throws JobRefusedException when it is not
     */
    public String required(String name) throws JobRefusedException {
        return text(name)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new JobRefusedException(name + " is missing"));
    }

    /**
     * Whether it was said: {@code true}, {@code false} or nothing at all.
     *
     * @throws JobRefusedException when it is something else
     */
    public boolean flag(String name) throws JobRefusedException {
        return switch (values.getOrDefault(name, "false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new JobRefusedException(name + " is to be true or false, not " + values.get(name));
        };
    }

    /**
     * Refuses what a job does not know.
     *
     * @throws JobRefusedException when there is an argument of another name
     */
    public void requireOnly(Set<String> names) throws JobRefusedException {
        var unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(names);
        if (!unknown.isEmpty()) {
            throw new JobRefusedException("unknown argument " + unknown.first() + "; known are "
                    + (names.isEmpty() ? "none" : String.join(", ", new TreeSet<>(names))));
        }
    }

    /** {@code days=3 suite=stable}; empty when there are none. */
    @Override
    public String toString() {
        var words = new TreeMap<>(values)
                .entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .toList();
        return String.join(" ", words);
    }
}
