package org.aptheke.http;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Header or trailer fields in the order of their arrival (RFC 9110, 5). Names are compared without regard to case and
 * keep the spelling they came with. Immutable.
 */
public final class Fields implements Iterable<Fields.Field> {
    public static final Fields EMPTY = new Fields(List.of());

    private final List<Field> lines;

    private Fields(List<Field> lines) {
        this.lines = lines;
    }

    /** One field line. */
    public record Field(String name, String value) {
        public boolean is(String otherName) {
            return name.equalsIgnoreCase(otherName);
        }

        /** The name alone: the value may be a secret. */
        @Override
        public String toString() {
            return name;
        }
    }

    /** Fields in the order given: name, value, name, value … */
    public static Fields of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a name without a value: " + String.join(", ", namesAndValues));
        }
        var builder = builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        var builder = new Builder();
        builder.lines.addAll(lines);
        return builder;
    }

    public Optional<String> first(String name) {
        for (var line : lines) {
            if (line.is(name)) {
                return Optional.of(line.value());
            }
        }
        return Optional.empty();
    }

    public boolean contains(String name) {
        return first(name).isPresent();
    }

    /** The values of all lines of that name, in order. */
    public List<String> all(String name) {
        // No stream: this is asked several times for each request, mostly in vain.
        List<String> values = List.of();
        for (var line : lines) {
            if (line.is(name)) {
                values = values.isEmpty() ? new ArrayList<>() : values;
                values.add(line.value());
            }
        }
        return List.copyOf(values);
    }

    /** All lines of that name joined by {@code ", "}, as RFC 9110, 5.3 allows for list fields. */
    public Optional<String> combined(String name) {
        var values = all(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    public int size() {
        return lines.size();
    }

    /** These fields with exactly one line of that name. */
    public Fields with(String name, String value) {
        return toBuilder().remove(name).add(name, value).build();
    }

    public Fields without(String name) {
        return contains(name) ? toBuilder().remove(name).build() : this;
    }

    @Override
    public Iterator<Field> iterator() {
        return lines.iterator();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fields fields && lines.equals(fields.lines);
    }

    @Override
    public int hashCode() {
        return lines.hashCode();
    }

    /** Names only: a value may be a secret. */
    @Override
    public String toString() {
        return "Fields" + lines.stream().map(Field::name).toList();
    }

    /** Collects field lines; not thread-safe. */
    public static final class Builder {
        private final List<Field> lines = new ArrayList<>();

        private Builder() {}

        public Builder add(String name, String value) {
            lines.add(new Field(name, value));
            return this;
        }

        public Builder addAll(Fields fields) {
            lines.addAll(fields.lines);
            return this;
        }

        public Builder remove(String name) {
            lines.removeIf(line -> line.is(name));
            return this;
        }

        public Fields build() {
            return lines.isEmpty() ? EMPTY : new Fields(List.copyOf(lines));
        }
    }
}
