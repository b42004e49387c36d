package org.aptheke.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Something for each value of an enum. Filled at once and never changed, so that all threads may read it. */
final class ForEach<K extends Enum<K>, V> {
    private final Map<K, V> values;

    ForEach(Class<K> keys, Supplier<? extends V> value) {
        values = new EnumMap<>(keys);
        for (var key : keys.getEnumConstants()) {
            values.put(key, value.get());
        }
    }

    V get(K key) {
        return Objects.requireNonNull(values.get(key));
    }
}
