package org.aptheke.store.sql;

import static java.time.Instant.ofEpochMilli;
import static java.time.temporal.ChronoUnit.MILLIS;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredPart;
import org.aptheke.digest.Digest;
import org.aptheke.http.Fields;

/** The table of incomplete responses. */
final class Parts implements Table<StoredPart> {
    private static final String COLUMNS = "SELECT cache_key, selecting, fields, partial, first_byte, end_byte,"
            + " complete_length, requested_at, received_at FROM part";

    @Override
    public CacheKey key(StoredPart value) {
        return value.key();
    }

    @Override
    public Fields selecting(StoredPart value) {
        return value.selecting();
    }

    @Override
    public boolean same(StoredPart one, StoredPart other) {
        return one.partial().equals(other.partial());
    }

    /** A part is only of use under its key. */
    @Override
    public Optional<Digest> content(StoredPart value) {
        return Optional.empty();
    }

    @Override
    public List<StoredPart> sorted(List<StoredPart> values) {
        return values.stream()
                .sorted(Comparator.comparing(StoredPart::receivedAt).reversed())
                .toList();
    }

    @Override
    public StoredPart asStored(StoredPart value) {
        return new StoredPart(
                value.key(),
                value.selecting(),
                value.fields(),
                value.partial(),
                value.first(),
                value.end(),
                value.completeLength(),
                value.requestedAt().truncatedTo(MILLIS),
                value.receivedAt().truncatedTo(MILLIS));
    }

    @Override
    public String selectSql() {
        return COLUMNS + " WHERE cache_key = ?";
    }

    @Override
    public String selectAllSql() {
        return COLUMNS;
    }

    @Override
    public String putSql() {
        return "INSERT INTO part (cache_key, selecting, fields, partial, first_byte, end_byte, complete_length,"
                + " requested_at, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (cache_key, selecting) DO UPDATE SET fields = excluded.fields,"
                + " partial = excluded.partial, first_byte = excluded.first_byte, end_byte = excluded.end_byte,"
                + " complete_length = excluded.complete_length, requested_at = excluded.requested_at,"
                + " received_at = excluded.received_at";
    }

    @Override
    public String removeSql() {
        return "DELETE FROM part WHERE cache_key = ? AND selecting = ? AND partial = ?";
    }

    @Override
    public String clearSql() {
        return "DELETE FROM part WHERE cache_key = ? AND selecting = ?";
    }

    @Override
    public void bindPut(PreparedStatement statement, StoredPart value) throws SQLException {
        statement.setString(1, value.key().text());
        statement.setString(2, FieldText.encode(value.selecting()));
        statement.setString(3, FieldText.encode(value.fields()));
        statement.setString(4, value.partial());
        statement.setLong(5, value.first());
        statement.setLong(6, value.end());
        if (value.completeLength().isPresent()) {
            statement.setLong(7, value.completeLength().getAsLong());
        } else {
            statement.setNull(7, Types.BIGINT);
        }
        statement.setLong(8, value.requestedAt().toEpochMilli());
        statement.setLong(9, value.receivedAt().toEpochMilli());
    }

    @Override
    public void bindRemove(PreparedStatement statement, StoredPart value) throws SQLException {
        statement.setString(1, value.key().text());
        statement.setString(2, FieldText.encode(value.selecting()));
        statement.setString(3, value.partial());
    }

    @Override
    public StoredPart read(ResultSet row) throws SQLException {
        long completeLength = row.getLong(7);
        var known = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(completeLength);
        return new StoredPart(
                new CacheKey(row.getString(1)),
                FieldText.decode(row.getString(2)),
                FieldText.decode(row.getString(3)),
                row.getString(4),
                row.getLong(5),
                row.getLong(6),
                known,
                ofEpochMilli(row.getLong(8)),
                ofEpochMilli(row.getLong(9)));
    }
}
