package org.aptheke.config;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The keys of one table in a list of tables, such as {@code [[upstream]]}. Those that nobody asked for are problems. */
final class TableReader {
    private final JsonNode table;
    private final String remedy;
    private final Set<String> known = new HashSet<>();

    private TableReader(JsonNode table, String remedy) {
        this.table = table;
        this.remedy = remedy;
    }

    /** Makes a value of the keys. */
    @FunctionalInterface
    interface Body<T> {
        T read(TableReader table) throws BadValueException;
    }

    /** The kind that such tables are of; {@code remedy} shows how one is written. */
    static <T> Kind<T> kind(String name, String remedy, Body<T> body, TableWriter<T> writer) {
        Kind.NodeReader<T> reader = node -> {
            if (!node.isObject()) {
                throw new BadValueException("a table is wanted, this is " + Kind.called(node), remedy);
            }
            var table = new TableReader(node, remedy);
            T value = body.read(table);
            table.refuseUnknown();
            return value;
        };
        return new Kind<>(name, false, reader, value -> writer.write(value, new TableText()));
    }

    /** Writes a value back as an inline table. */
    @FunctionalInterface
    interface TableWriter<T> {
        String write(T value, TableText text);
    }

    <T> T required(String key, Kind<T> kind) throws BadValueException {
        var value = optional(key, kind);
        if (value.isEmpty()) {
            throw new BadValueException(key + " is missing", remedy);
        }
        return value.get();
    }

    <T> T optional(String key, Kind<T> kind, T fallback) throws BadValueException {
        return optional(key, kind).orElse(fallback);
    }

    <T> Optional<T> optional(String key, Kind<T> kind) throws BadValueException {
        known.add(key);
        JsonNode node = table.path(key);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        try {
            return Optional.of(kind.read(node));
        } catch (BadValueException e) {
            throw new BadValueException(key + ": " + e.wrong(), e.remedy());
        }
    }

    /** For a table whose keys, all of which were read, do not go together: a mistyped one may be why. */
    BadValueException wrong(String what) {
        return unknown().orElseGet(() -> new BadValueException(what, remedy));
    }

    private void refuseUnknown() throws BadValueException {
        var unknown = unknown();
        if (unknown.isPresent()) {
            throw unknown.get();
        }
    }

    private Optional<BadValueException> unknown() {
        return table.propertyNames().stream()
                .filter(key -> !known.contains(key))
                .findFirst()
                .map(key -> new BadValueException(
                        "unknown key " + key + " in the table"
                                + Nearest.to(key, known)
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse(""),
                        remedy));
    }
}
