package org.aptheke.config;

import java.util.Locale;

/**
 * One setting: everything that is known of it, in one place.
 *
 * @param name with its table, such as {@code freshness.check_after}
 * @param fallback the default as it would stand in the file
 * @param about what it does, one paragraph for an operator
 * @param example a useful value other than the default, as it would stand in the file
 */
record Key<T>(String name, Kind<T> kind, String fallback, String about, String example) {
    /** The table it stands in; empty for the top. */
    String table() {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(0, dot);
    }

    /** Its name within the table. */
    String shortName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The environment variable that overrides it. */
    String variable() {
        return "APTHEKE_" + name.replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
