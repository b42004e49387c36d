package org.aptheke.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An inline table of TOML, key by key. */
final class TableText {
    private final List<String> pairs = new ArrayList<>();

    <T> TableText add(String key, Kind<T> kind, T value) {
        pairs.add(key + " = " + kind.write(value));
        return this;
    }

    <T> TableText add(String key, Kind<T> kind, Optional<T> value) {
        value.ifPresent(present -> add(key, kind, present));
        return this;
    }

    /** Nothing when the list is empty. */
    <T> TableText addAll(String key, Kind<List<T>> kind, List<T> values) {
        return values.isEmpty() ? this : add(key, kind, values);
    }

    @Override
    public String toString() {
        return "{" + String.join(", ", pairs) + "}";
    }
}
