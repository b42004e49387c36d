package org.aptheke.store.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Digest;
import org.aptheke.store.ContentCensus;

/**
 * The census over the tables of an open {@link SqlCatalog}. Rows are read page by page, so that no long reading keeps the
 * database from tidying its log.
 */
public final class SqlContentCensus implements ContentCensus {
    private static final int PAGE = 2_000;
    private static final String PAGE_SQL =
            "SELECT cache_key, selecting, digest, size, uses, used_at, stored_at FROM response"
                    + " WHERE (cache_key, selecting) > (?, ?) ORDER BY cache_key, selecting LIMIT " + PAGE;

    /** The conditions of the two indexes by digest: each row is in one of them. */
    private static final List<String> INDEXES =
            List.of(" AND status = 200 AND authorized = 0", " AND (status <> 200 OR authorized <> 0)");

    private final BookConnection pages;
    private final BookConnection questions;
    private final Responses responses = new Responses();

    SqlContentCensus(Database database) {
        this.pages = new BookConnection(database, "the census of contents");
        this.questions = new BookConnection(database, "the census of contents");
    }

    /** The census of the file of an open {@link SqlCatalog}. */
    public static SqlContentCensus in(Path file) {
        return new SqlContentCensus(new Sqlite(file));
    }

    private record Row(CacheKey key, String selecting, Digest content, long size, Use use) {}

    @Override
    public void forEachContent(ContentTaker taker) throws IOException, InterruptedException {
        var after = "";
        var selecting = "";
        while (true) {
            var page = page(after, selecting);
            for (var row : page) {
                taker.take(row.key(), row.content(), row.size(), row.use());
            }
            if (page.size() < PAGE) {
                return;
            }
            after = page.getLast().key().text();
            selecting = page.getLast().selecting();
        }
    }

    private List<Row> page(String after, String selecting) throws IOException {
        return pages.with(open -> open.query(
                PAGE_SQL,
                statement -> {
                    statement.setString(1, after);
                    statement.setString(2, selecting);
                },
                row -> new Row(
                        new CacheKey(row.getString(1)),
                        row.getString(2),
                        Digest.ofBytes(row.getBytes(3)),
                        row.getLong(4),
                        new Use(row.getLong(5), row.getLong(6), row.getLong(7)))));
    }

    @Override
    public List<NamedContent> named(Digest content) throws IOException {
        return questions.with(open -> {
            var named = new ArrayList<NamedContent>();
            for (var index : INDEXES) {
                named.addAll(open.query(
                        Responses.WITH_USE_SQL + " WHERE digest = ?" + index,
                        statement -> statement.setBytes(1, content.toBytes()),
                        this::read));
            }
            return List.copyOf(named);
        });
    }

    @Override
    public List<NamedContent> namedAndUnused(Digest content, Instant since, int limit) throws IOException {
        return questions.with(open -> {
            var named = new ArrayList<NamedContent>();
            for (var index : INDEXES) {
                int room = limit - named.size();
                named.addAll(open.query(
                        Responses.WITH_USE_SQL + " WHERE digest = ?" + index + " AND used_at < ? LIMIT ?",
                        statement -> {
                            statement.setBytes(1, content.toBytes());
                            statement.setLong(2, since.toEpochMilli());
                            statement.setInt(3, room);
                        },
                        this::read));
            }
            return List.copyOf(named);
        });
    }

    private NamedContent read(ResultSet row) throws SQLException {
        var response = responses.read(row);
        return new NamedContent(
                response,
                new Use(row.getLong(11), row.getLong(12), response.storedAt().toEpochMilli()));
    }

    @Override
    public void close() throws IOException {
        try (pages) {
            questions.close();
        }
    }
}
