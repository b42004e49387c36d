package org.aptheke.store.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Digest;
import org.aptheke.http.Fields;

/** How values of one kind stand in the database. What is here is SQL that SQLite and PostgreSQL share. */
interface Table<V> {
    CacheKey key(V value);

    Fields selecting(V value);

    /** Whether removing one means the other: they hold the same bytes. */
    boolean same(V one, V other);

    /** What the value is found by besides its key, if it is. */
    Optional<Digest> content(V value);

    /** Latest first. */
    List<V> sorted(List<V> values);

    /** Cut to what the columns hold, so that a value looks the same before and after it is written. */
    V asStored(V value);

    /** One parameter, the key. */
    String selectSql();

    String selectAllSql();

    /** Parameters as {@link #bindPut} sets them. */
    String putSql();

    /** Parameters as {@link #bindRemove} sets them. */
    String removeSql();

    /** Parameters as {@link #bindClear} sets them. */
    String clearSql();

    void bindPut(PreparedStatement statement, V value) throws SQLException;

    void bindRemove(PreparedStatement statement, V value) throws SQLException;

    /** Key and selection only. */
    default void bindClear(PreparedStatement statement, V value) throws SQLException {
        statement.setString(1, key(value).text());
        statement.setString(2, FieldText.encode(selecting(value)));
    }

    V read(ResultSet row) throws SQLException;
}
