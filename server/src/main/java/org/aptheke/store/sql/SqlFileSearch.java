package org.aptheke.store.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.cache.CacheKey;
import org.aptheke.store.ContentCensus;
import org.aptheke.store.ContentCensus.NamedContent;
import org.aptheke.store.FileSearch;

/** The search over the tables of an open {@link SqlCatalog}. */
public final class SqlFileSearch implements FileSearch {
    /** A page looks at no more keys than this; that takes some hundredths of a second. */
    static final int MOST_SEEN = 20_000;

    /** As the index has it, else SQLite does not use that. */
    static final String FILE_NAME = "substr(cache_key, length(rtrim(cache_key, replace(cache_key, '/', ''))) + 1)";

    /** Parameters: name and key before the first; from and to of names; limit. */
    static final String KEYS_SQL = "SELECT cache_key FROM response WHERE (" + FILE_NAME + ", cache_key) > (?, ?) AND "
            + FILE_NAME + " >= ? AND " + FILE_NAME + " < ? ORDER BY " + FILE_NAME + ", cache_key LIMIT ?";

    static final String COUNT_SQL = "SELECT count(*) FROM (SELECT 1 FROM response WHERE " + FILE_NAME + " >= ? AND "
            + FILE_NAME + " < ? LIMIT ?)";

    /** Greater than all names that go on after a prefix. */
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    private static final int DIGEST_BYTES = 32;
    private static final List<String> INDEXES =
            List.of(" AND status = 200 AND authorized = 0", " AND (status <> 200 OR authorized <> 0)");

    private final BookConnection connection;
    private final Responses responses = new Responses();

    SqlFileSearch(Database database) {
        this.connection = new BookConnection(database, "the search for files");
    }

    /** The search in the file of an open {@link SqlCatalog}. */
    public static SqlFileSearch in(Path file) {
        return new SqlFileSearch(new Sqlite(file));
    }

    @Override
    public Page search(Wanted wanted) throws IOException {
        var part = wanted.part().toLowerCase(Locale.ROOT);
        // One more, which tells whether there is a next page.
        int most = part.isEmpty() ? wanted.limit() + 1 : MOST_SEEN;
        var seen = keys(wanted, most);
        var page = new ArrayList<CacheKey>();
        Optional<CacheKey> last = Optional.empty();
        for (var key : seen) {
            if (page.size() == wanted.limit()) {
                return new Page(rows(page), last);
            }
            if (key.text().toLowerCase(Locale.ROOT).contains(part)) {
                page.add(key);
            }
            last = Optional.of(key);
        }
        return new Page(rows(page), seen.size() < most ? Optional.empty() : last);
    }

    /** Distinct: rows of one key are neighbours, and a page ends behind all of them. */
    private List<CacheKey> keys(Wanted wanted, int most) throws IOException {
        var after = wanted.after().map(CacheKey::text).orElse("");
        return connection.with(open -> open.query(
                KEYS_SQL,
                statement -> {
                    statement.setString(1, after.substring(after.lastIndexOf('/') + 1));
                    statement.setString(2, after);
                    statement.setString(3, wanted.beginning());
                    statement.setString(4, wanted.beginning() + LAST);
                    statement.setInt(5, most);
                },
                row -> new CacheKey(row.getString(1))));
    }

    private List<NamedContent> rows(List<CacheKey> keys) throws IOException {
        var rows = new ArrayList<NamedContent>();
        for (var key : keys.stream().distinct().toList()) {
            rows.addAll(withKey(key));
        }
        return rows;
    }

    @Override
    public OptionalLong count(String beginning, int most) throws IOException {
        long count = connection
                .with(open -> open.query(
                        COUNT_SQL,
                        statement -> {
                            statement.setString(1, beginning);
                            statement.setString(2, beginning + LAST);
                            statement.setInt(3, most + 1);
                        },
                        row -> row.getLong(1)))
                .getFirst();
        return count > most ? OptionalLong.empty() : OptionalLong.of(count);
    }

    @Override
    public List<NamedContent> withKey(CacheKey key) throws IOException {
        return connection.with(open -> open.query(
                Responses.WITH_USE_SQL + " WHERE cache_key = ?",
                statement -> statement.setString(1, key.text()),
                this::read));
    }

    @Override
    public List<NamedContent> withDigest(String beginning, int limit) throws IOException {
        var hex = HexFormat.of();
        var from = hex.parseHex(beginning + "00".repeat(DIGEST_BYTES - beginning.length() / 2));
        var to = hex.parseHex(beginning + "ff".repeat(DIGEST_BYTES - beginning.length() / 2));
        return connection.with(open -> {
            var found = new ArrayList<NamedContent>();
            for (var index : INDEXES) {
                int room = limit - found.size();
                found.addAll(open.query(
                        Responses.WITH_USE_SQL + " WHERE digest >= ? AND digest <= ?" + index + " LIMIT ?",
                        statement -> {
                            statement.setBytes(1, from);
                            statement.setBytes(2, to);
                            statement.setInt(3, room);
                        },
                        this::read));
            }
            return List.copyOf(found);
        });
    }

    private NamedContent read(ResultSet row) throws SQLException {
        var response = responses.read(row);
        return new NamedContent(
                response,
                new ContentCensus.Use(
                        row.getLong(11), row.getLong(12), response.storedAt().toEpochMilli()));
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
