package org.aptheke.store.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Digest;
import org.jspecify.annotations.Nullable;

/**
 * The changes to one table that are not in the database yet, laid over what is read from it. Safe for use by many
 * threads.
 *
 * <p>A reader looks here first and into the database second. A change leaves here only after it was committed, so a
 * reader that misses it here finds it there; one that finds an older state here than there returns what held when it
 * began to read. For one key and selection the last change counts, so that a row that changes often is written once.
 */
final class Overlay<V> {
    private final Table<V> table;

    /** By key, then by selection; the inner maps are never changed, but replaced. */
    private final ConcurrentHashMap<CacheKey, Map<String, Change<V>>> changes = new ConcurrentHashMap<>();

    private final PendingContents contents = new PendingContents();

    Overlay(Table<V> table) {
        this.table = table;
    }

    /** What is to happen to one row. */
    sealed interface Change<V> {
        record Put<V>(V value) implements Change<V> {}

        /** Removes the row if it is the same as one of these. */
        record Remove<V>(List<V> values) implements Change<V> {}

        /** Removes the row whatever it is: what had replaced it was removed before it was written. */
        record Clear<V>(V value) implements Change<V> {}
    }

    /** What a key's changes were when they were written. */
    record Snapshot<V>(Overlay<V> overlay, CacheKey key, Map<String, Change<V>> changes) {
        /** Takes them away; true when others came meanwhile. */
        boolean committed() {
            return overlay.forget(key, changes);
        }
    }

    /** Returns true when the key had no changes before: it must be written. */
    boolean put(V value) {
        return change(value, new Change.Put<>(value));
    }

    /** Returns as {@link #put}. */
    boolean remove(V value) {
        return change(value, new Change.Remove<>(List.of(value)));
    }

    private boolean change(V value, Change<V> change) {
        var slot = FieldText.encode(table.selecting(value));
        var clean = new AtomicBoolean();
        changes.compute(table.key(value), (key, before) -> {
            clean.set(before == null);
            var after = new HashMap<>(before == null ? Map.of() : before);
            after.merge(slot, change, this::join);
            contents.replace(key, contents(before), contents(after));
            return after;
        });
        return clean.get();
    }

    /** What the values that are to be put are found by besides their key. */
    private Set<Digest> contents(@Nullable Map<String, Change<V>> ofKey) {
        if (ofKey == null) {
            return Set.of();
        }
        return ofKey.values().stream()
                .flatMap(change ->
                        change instanceof Change.Put<V>(var value) ? table.content(value).stream() : Stream.empty())
                .collect(Collectors.toSet());
    }

    private Change<V> join(Change<V> before, Change<V> after) {
        return after instanceof Change.Remove<V>(var removed) ? join(before, removed) : after;
    }

    private Change<V> join(Change<V> before, List<V> removed) {
        return switch (before) {
            // What replaced it meanwhile stays.
            case Change.Put<V>(var value) -> table.same(value, removed.getFirst()) ? new Change.Clear<>(value) : before;
            case Change.Remove<V>(var earlier) ->
                new Change.Remove<>(
                        Stream.concat(earlier.stream(), removed.stream()).toList());
            case Change.Clear<V> clear -> clear;
        };
    }

    private boolean forget(CacheKey key, Map<String, Change<V>> written) {
        return changes.computeIfPresent(key, (k, now) -> {
                    var left = new HashMap<>(now);
                    written.forEach(left::remove);
                    contents.replace(key, contents(now), contents(left));
                    return left.isEmpty() ? null : left;
                })
                != null;
    }

    /** The values with this content that are to be put. */
    Stream<V> putting(Digest content) {
        return contents.keys(content).stream()
                .flatMap(key -> changes.getOrDefault(key, Map.of()).values().stream())
                .flatMap(change -> change instanceof Change.Put<V>(var value) ? Stream.of(value) : Stream.<V>empty())
                .filter(value -> table.content(value).equals(Optional.of(content)));
    }

    Set<CacheKey> keys() {
        return changes.keySet();
    }

    int size() {
        return changes.size();
    }

    /** All values of a key, those in the database as {@code reads} gets them. */
    List<V> find(CacheKey key, ReadPool reads) throws SQLException {
        var pending = changes.getOrDefault(key, Map.of());
        var rows = reads.read(session ->
                session.query(table.selectSql(), statement -> statement.setString(1, key.text()), table::read));
        return table.sorted(merge(rows, pending));
    }

    /** All values of the table, which is small. */
    List<V> findAll(ReadPool reads) throws SQLException {
        var pending = Map.copyOf(changes);
        var rows = reads.read(session -> session.query(table.selectAllSql(), statement -> {}, table::read));
        var byKey = new LinkedHashMap<CacheKey, List<V>>();
        pending.keySet().forEach(key -> byKey.put(key, new ArrayList<>()));
        for (var row : rows) {
            byKey.computeIfAbsent(table.key(row), key -> new ArrayList<>()).add(row);
        }
        var all = new ArrayList<V>();
        byKey.forEach((key, values) -> all.addAll(merge(values, pending.getOrDefault(key, Map.of()))));
        return all;
    }

    private List<V> merge(List<V> rows, Map<String, Change<V>> pending) {
        if (pending.isEmpty()) {
            return rows;
        }
        var bySlot = new LinkedHashMap<String, V>();
        rows.forEach(row -> bySlot.put(FieldText.encode(table.selecting(row)), row));
        pending.forEach((slot, change) -> {
            switch (change) {
                case Change.Put<V>(var value) -> bySlot.put(slot, value);
                case Change.Remove<V>(var removed) ->
                    bySlot.computeIfPresent(
                            slot, (s, row) -> removed.stream().anyMatch(r -> table.same(r, row)) ? null : row);
                case Change.Clear<V> clear -> bySlot.remove(slot);
            }
        });
        return new ArrayList<>(bySlot.values());
    }

    /** Writes the changes of a key inside a transaction, and returns them for the time when it is committed. */
    Snapshot<V> write(CacheKey key, Session session) throws SQLException {
        var now = changes.getOrDefault(key, Map.of());
        for (var change : now.values()) {
            switch (change) {
                case Change.Put<V>(var value) ->
                    session.update(table.putSql(), statement -> table.bindPut(statement, value));
                case Change.Remove<V>(var removed) -> {
                    for (var value : removed) {
                        session.update(table.removeSql(), statement -> table.bindRemove(statement, value));
                    }
                }
                case Change.Clear<V>(var value) ->
                    session.update(table.clearSql(), statement -> table.bindClear(statement, value));
            }
        }
        return new Snapshot<>(this, key, now);
    }
}
