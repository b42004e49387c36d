package org.aptheke.store.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.aptheke.store.TrafficBook;
import org.aptheke.store.TrafficCounts;

/** The book of traffic, in the database of the catalogue, which has made its table. */
public final class SqlTrafficBook implements TrafficBook {
    private static final String NUMBERS =
            "requests, hits, validated, joined, misses, refused, failed, bytes, saved_bytes";

    private static final String SUMS = "sum(requests), sum(hits), sum(validated), sum(joined), sum(misses),"
            + " sum(refused), sum(failed), sum(bytes), sum(saved_bytes)";

    private static final String ADDING = " ON CONFLICT (span, subject, begin_at, name) DO UPDATE SET"
            + " requests = requests + excluded.requests, hits = hits + excluded.hits,"
            + " validated = validated + excluded.validated, joined = joined + excluded.joined,"
            + " misses = misses + excluded.misses, refused = refused + excluded.refused,"
            + " failed = failed + excluded.failed, bytes = bytes + excluded.bytes,"
            + " saved_bytes = saved_bytes + excluded.saved_bytes, last_at = max(last_at, excluded.last_at)";

    private static final String ADD_SQL = "INSERT INTO traffic (span, subject, begin_at, name, " + NUMBERS
            + ", last_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" + ADDING;

    private static final String IN_TIME =
            " FROM traffic WHERE span = ? AND subject = ? AND begin_at >= ? AND begin_at < ?";

    private static final String CROWDED_SQL =
            "SELECT begin_at" + IN_TIME + " AND name <> '' GROUP BY begin_at HAVING count(*) > ?";

    /** Parameters: span, subject, begin, how many stay. */
    private static final String SMALL = " FROM traffic WHERE span = ? AND subject = ? AND begin_at = ? AND name <> ''"
            + " ORDER BY bytes DESC, requests DESC, name LIMIT -1 OFFSET ?";

    private static final String FOLD_SQL = "INSERT INTO traffic (span, subject, begin_at, name, " + NUMBERS
            + ", last_at) SELECT span, subject, begin_at, '', " + SUMS + ", max(last_at) FROM (SELECT *" + SMALL
            + ") AS small WHERE true GROUP BY span, subject, begin_at" + ADDING;

    private static final String REMOVE_SQL =
            "DELETE FROM traffic WHERE span = ? AND subject = ? AND begin_at = ? AND name IN (SELECT name" + SMALL
                    + ")";

    private final BookConnection connection;

    SqlTrafficBook(Database database) {
        this.connection = new BookConnection(database, "the book of traffic");
    }

    /** The book in the file of an open {@link SqlCatalog}. */
    public static SqlTrafficBook in(Path file) {
        return new SqlTrafficBook(new Sqlite(file));
    }

    @Override
    public void add(Instant at, Collection<Entry> entries) throws IOException {
        connection.change(open -> {
            for (var entry : entries) {
                for (var span : Span.values()) {
                    open.update(ADD_SQL, statement -> bind(statement, span, span.begin(at), entry));
                }
            }
        });
    }

    private static void bind(PreparedStatement statement, Span span, Instant begin, Entry entry) throws SQLException {
        var counts = entry.counts();
        statement.setLong(1, span.length().toSeconds());
        statement.setString(2, entry.subject().name());
        statement.setLong(3, begin.getEpochSecond());
        statement.setString(4, entry.name());
        statement.setLong(5, counts.requests());
        statement.setLong(6, counts.hits());
        statement.setLong(7, counts.validated());
        statement.setLong(8, counts.joined());
        statement.setLong(9, counts.misses());
        statement.setLong(10, counts.refused());
        statement.setLong(11, counts.failed());
        statement.setLong(12, counts.bytes());
        statement.setLong(13, counts.savedBytes());
        statement.setLong(14, entry.lastAt().getEpochSecond());
    }

    @Override
    public List<Point> series(Subject subject, String name, Span span, Instant from, Instant until) throws IOException {
        return connection.with(open -> open.query(
                "SELECT begin_at, " + NUMBERS + IN_TIME + " AND name = ? ORDER BY begin_at",
                statement -> {
                    bindTime(statement, subject, span, from, until);
                    statement.setString(5, name);
                },
                row -> new Point(Instant.ofEpochSecond(row.getLong(1)), counts(row, 2))));
    }

    @Override
    public List<Entry> ranked(Ranking ranking) throws IOException {
        var sql = "SELECT name, " + SUMS + ", max(last_at)" + IN_TIME
                + (ranking.part().isEmpty() ? "" : " AND instr(lower(name), ?) > 0")
                + " GROUP BY name ORDER BY " + order(ranking.order()) + ", name LIMIT ? OFFSET ?";
        return connection.with(open -> open.query(
                sql,
                statement -> {
                    bindTime(statement, ranking.subject(), ranking.span(), ranking.from(), ranking.until());
                    int next = 5;
                    if (!ranking.part().isEmpty()) {
                        statement.setString(next++, ranking.part().toLowerCase(Locale.ROOT));
                    }
                    statement.setInt(next++, ranking.limit());
                    statement.setInt(next, ranking.offset());
                },
                row -> new Entry(
                        ranking.subject(), row.getString(1), counts(row, 2), Instant.ofEpochSecond(row.getLong(11)))));
    }

    private static String order(Order order) {
        return switch (order) {
            case BYTES -> "sum(bytes) DESC";
            case REQUESTS -> "sum(requests) DESC";
            case SAVED_BYTES -> "sum(saved_bytes) DESC";
            case FAILED -> "sum(failed) DESC";
            case LAST -> "max(last_at) DESC";
            case NAME -> "name";
        };
    }

    @Override
    public long names(Subject subject, Span span, Instant from, Instant until) throws IOException {
        return connection.with(open -> open.query(
                        "SELECT count(DISTINCT name)" + IN_TIME,
                        statement -> bindTime(statement, subject, span, from, until),
                        row -> row.getLong(1))
                .getFirst());
    }

    @Override
    public void fold(Folding folding) throws IOException {
        var crowded = connection.with(open -> open.query(
                CROWDED_SQL,
                statement -> {
                    bindTime(statement, folding.subject(), folding.span(), folding.from(), folding.until());
                    statement.setInt(5, folding.keep());
                },
                row -> row.getLong(1)));
        for (long begin : crowded) {
            connection.change(open -> {
                open.update(FOLD_SQL, statement -> bindSmall(statement, 1, folding, begin));
                open.update(REMOVE_SQL, statement -> {
                    statement.setLong(1, folding.span().length().toSeconds());
                    statement.setString(2, folding.subject().name());
                    statement.setLong(3, begin);
                    bindSmall(statement, 4, folding, begin);
                });
            });
        }
    }

    private static void bindSmall(PreparedStatement statement, int first, Folding folding, long begin)
            throws SQLException {
        statement.setLong(first, folding.span().length().toSeconds());
        statement.setString(first + 1, folding.subject().name());
        statement.setLong(first + 2, begin);
        statement.setInt(first + 3, folding.keep());
    }

    @Override
    public void forget(Subject subject, Span span, Instant before) throws IOException {
        connection.run(open ->
                open.update("DELETE FROM traffic WHERE span = ? AND subject = ? AND begin_at < ?", statement -> {
                    statement.setLong(1, span.length().toSeconds());
                    statement.setString(2, subject.name());
                    statement.setLong(3, before.getEpochSecond());
                }));
    }

    private static void bindTime(PreparedStatement statement, Subject subject, Span span, Instant from, Instant until)
            throws SQLException {
        statement.setLong(1, span.length().toSeconds());
        statement.setString(2, subject.name());
        statement.setLong(3, from.getEpochSecond());
        statement.setLong(4, until.getEpochSecond());
    }

    private static TrafficCounts counts(ResultSet row, int first) throws SQLException {
        return new TrafficCounts(
                row.getLong(first),
                row.getLong(first + 1),
                row.getLong(first + 2),
                row.getLong(first + 3),
                row.getLong(first + 4),
                row.getLong(first + 5),
                row.getLong(first + 6),
                row.getLong(first + 7),
                row.getLong(first + 8));
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
