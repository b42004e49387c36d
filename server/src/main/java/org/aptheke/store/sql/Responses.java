package org.aptheke.store.sql;

import static java.time.Instant.ofEpochMilli;
import static java.time.temporal.ChronoUnit.MILLIS;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Digest;
import org.aptheke.http.Fields;

/** The table of complete responses. */
final class Responses implements Table<StoredResponse> {
    /** Two parameters: how often and when last; then the key. */
    static final String NOTE_USES_SQL = "UPDATE response SET uses = uses + ?,"
            + " used_at = CASE WHEN used_at < ? THEN ? ELSE used_at END WHERE cache_key = ?";

    /** Parameters: from, to (both inclusive), limit. */
    static final String KEYS_SQL =
            "SELECT DISTINCT cache_key FROM response WHERE cache_key >= ? AND cache_key <= ? ORDER BY cache_key LIMIT ?";

    /** Some contents have thousands of keys, like that of an empty index: as many are looked at. */
    static final int ENOUGH_OF_ONE_CONTENT = 100;

    /**
     * One parameter, the digest; latest received first. The conditions are those of the index. The second limit is there
     * lest SQLite takes the first one outside, and sorts all.
     */
    static final String BY_DIGEST_SQL = "SELECT cache_key, received_at FROM"
            + " (SELECT cache_key, received_at FROM response"
            + " WHERE digest = ? AND status = 200 AND authorized = 0 LIMIT " + ENOUGH_OF_ONE_CONTENT + ") AS some"
            + " ORDER BY received_at DESC LIMIT " + ENOUGH_OF_ONE_CONTENT;

    /** Parameters: from, to (both inclusive), used since, limit. */
    static final String USED_SQL = "SELECT DISTINCT cache_key FROM response WHERE cache_key >= ? AND cache_key <= ?"
            + " AND used_at >= ? ORDER BY cache_key LIMIT ?";

    private static final String COLUMN_NAMES =
            "cache_key, selecting, status, fields, digest, size, requested_at, received_at, stored_at, authorized";

    private static final String COLUMNS = "SELECT " + COLUMN_NAMES + " FROM response";

    /** Behind the columns that {@link #read} reads, how often and when last. */
    static final String WITH_USE_SQL = "SELECT " + COLUMN_NAMES + ", uses, used_at FROM response";

    /** Where a content is stored, as the database has it. */
    record Row(CacheKey key, Instant receivedAt) {}

    /** Some rows with a content that may be found by it, latest received first. */
    static List<Row> withContent(Digest content, ReadPool reads) throws SQLException {
        return reads.read(session -> session.query(
                BY_DIGEST_SQL,
                statement -> statement.setBytes(1, content.toBytes()),
                row -> new Row(new CacheKey(row.getString(1)), ofEpochMilli(row.getLong(2)))));
    }

    @Override
    public CacheKey key(StoredResponse value) {
        return value.key();
    }

    @Override
    public Fields selecting(StoredResponse value) {
        return value.selecting();
    }

    @Override
    public boolean same(StoredResponse one, StoredResponse other) {
        return one.digest().equals(other.digest());
    }

    @Override
    public Optional<Digest> content(StoredResponse value) {
        return value.isFoundByContent() ? Optional.of(value.digest()) : Optional.empty();
    }

    @Override
    public List<StoredResponse> sorted(List<StoredResponse> values) {
        return values.stream()
                .sorted(Comparator.comparing(StoredResponse::receivedAt).reversed())
                .toList();
    }

    @Override
    public StoredResponse asStored(StoredResponse value) {
        return new StoredResponse(
                value.key(),
                value.selecting(),
                value.status(),
                value.fields(),
                value.digest(),
                value.size(),
                value.requestedAt().truncatedTo(MILLIS),
                value.receivedAt().truncatedTo(MILLIS),
                value.storedAt().truncatedTo(MILLIS),
                value.authorized());
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
        return "INSERT INTO response (cache_key, selecting, status, fields, digest, size, requested_at, received_at,"
                + " stored_at, authorized, uses, used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)"
                + " ON CONFLICT (cache_key, selecting) DO UPDATE SET status = excluded.status,"
                + " fields = excluded.fields, digest = excluded.digest, size = excluded.size,"
                + " requested_at = excluded.requested_at, received_at = excluded.received_at,"
                + " stored_at = excluded.stored_at, authorized = excluded.authorized";
    }

    @Override
    public String removeSql() {
        return "DELETE FROM response WHERE cache_key = ? AND selecting = ? AND digest = ?";
    }

    @Override
    public String clearSql() {
        return "DELETE FROM response WHERE cache_key = ? AND selecting = ?";
    }

    @Override
    public void bindPut(PreparedStatement statement, StoredResponse value) throws SQLException {
        statement.setString(1, value.key().text());
        statement.setString(2, FieldText.encode(value.selecting()));
        statement.setInt(3, value.status());
        statement.setString(4, FieldText.encode(value.fields()));
        statement.setBytes(5, value.digest().toBytes());
        statement.setLong(6, value.size());
        statement.setLong(7, value.requestedAt().toEpochMilli());
        statement.setLong(8, value.receivedAt().toEpochMilli());
        statement.setLong(9, value.storedAt().toEpochMilli());
        statement.setInt(10, value.authorized() ? 1 : 0);
        statement.setLong(11, value.storedAt().toEpochMilli());
    }

    @Override
    public void bindRemove(PreparedStatement statement, StoredResponse value) throws SQLException {
        statement.setString(1, value.key().text());
        statement.setString(2, FieldText.encode(value.selecting()));
        statement.setBytes(3, value.digest().toBytes());
    }

    @Override
    public StoredResponse read(ResultSet row) throws SQLException {
        return new StoredResponse(
                new CacheKey(row.getString(1)),
                FieldText.decode(row.getString(2)),
                row.getInt(3),
                FieldText.decode(row.getString(4)),
                Digest.ofBytes(row.getBytes(5)),
                row.getLong(6),
                ofEpochMilli(row.getLong(7)),
                ofEpochMilli(row.getLong(8)),
                ofEpochMilli(row.getLong(9)),
                row.getInt(10) != 0);
    }
}
