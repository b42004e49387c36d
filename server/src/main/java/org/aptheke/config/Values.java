package org.aptheke.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.aptheke.config.Configuration.Effective;
import tools.jackson.databind.JsonNode;

/** The value of every declared key, typed, and where it was said. */
final class Values {
    private record Given<T>(Key<T> key, T value, String place) {
        Effective effective() {
            return new Effective(key.name(), key.kind().write(value), place);
        }
    }

    static final String DEFAULT = "default";

    private final Map<String, Given<?>> given = new LinkedHashMap<>();

    /** The declared defaults. */
    static Values defaults() {
        var values = new Values();
        var fallbacks = TomlFile.values(Keys.all());
        for (Key<?> key : Keys.all()) {
            values.putDefault(key, fallbacks.path(key.name()));
        }
        return values;
    }

    /** Takes the value if it is right, else adds to {@code problems} what is wrong with it. */
    <T> void read(Key<T> key, Found found, List<ConfigProblem> problems) {
        try {
            given.put(key.name(), new Given<>(key, key.kind().read(found.node()), found.place()));
        } catch (BadValueException e) {
            problems.add(found.problem(e.wrong(), e.remedy()));
        }
    }

    @SuppressWarnings("unchecked") // a key's value is put under its own name only, by methods that tie the two types
    <T> T of(Key<T> key) {
        Given<?> value = given.get(key.name());
        if (value == null) {
            throw new AssertionError(key.name() + " is not in the table of keys");
        }
        return (T) value.value();
    }

    /** Whether nobody said anything of the key. */
    boolean isDefault(Key<?> key) {
        Given<?> value = given.get(key.name());
        return value != null && value.place().equals(DEFAULT);
    }

    /** What is wrong with the value of a key as it stands. */
    <T> ConfigProblem problem(Key<T> key, String wrong, String remedy) {
        var value = Objects.requireNonNull(given.get(key.name()));
        return new ConfigProblem(
                value.place(),
                OptionalInt.empty(),
                key.name(),
                value.effective().value(),
                wrong,
                remedy);
    }

    List<Effective> effective() {
        return given.values().stream().map(Given::effective).toList();
    }

    private <T> void putDefault(Key<T> key, JsonNode fallback) {
        try {
            given.put(key.name(), new Given<>(key, key.kind().read(fallback), DEFAULT));
        } catch (BadValueException e) {
            throw new AssertionError("the default of " + key.name() + " cannot be read", e);
        }
    }
}
