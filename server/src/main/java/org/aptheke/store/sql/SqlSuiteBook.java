package org.aptheke.store.sql;

import static org.aptheke.store.sql.BookConnection.instant;
import static org.aptheke.store.sql.BookConnection.number;
import static org.aptheke.store.sql.BookConnection.setNumber;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.aptheke.digest.Digest;
import org.aptheke.store.Blob;
import org.aptheke.store.SuiteBook;

/**
 * The book of suites, in the database of the catalogue, which has made its tables. One connection, used by one thread at
 * a time: there are a few changes in an hour.
 */
public final class SqlSuiteBook implements SuiteBook {
    private final BookConnection connection;

    SqlSuiteBook(Database database) {
        this.connection = new BookConnection(database, "the book of suites");
    }

    /** The book in the file of an open {@link SqlCatalog}. */
    public static SqlSuiteBook in(Path file) {
        return new SqlSuiteBook(new Sqlite(file));
    }

    @Override
    public List<SuiteRow> suites() throws IOException {
        return connection.with(open -> open.query(
                "SELECT directory, url, asked_at, checked_at, current_number FROM suite ORDER BY directory",
                none -> {},
                row -> new SuiteRow(
                        row.getString(1),
                        row.getString(2),
                        instant(row, 3).orElseThrow(),
                        instant(row, 4).orElseThrow(),
                        number(row, 5))));
    }

    @Override
    public List<GenerationRow> generations(String directory) throws IOException {
        return connection.with(open -> {
            var files = new HashMap<Long, Map<String, Blob>>();
            open.forEach(
                    "SELECT number, name, digest, size FROM generation_file WHERE directory = ?",
                    statement -> statement.setString(1, directory),
                    row -> files.computeIfAbsent(row.getLong(1), number -> new HashMap<>())
                            .put(row.getString(2), new Blob(Digest.ofBytes(row.getBytes(3)), row.getLong(4))));
            return open.query(
                    "SELECT number, adopted_at, superseded_at, verdict, known, dates_tell FROM generation WHERE directory = ?"
                            + " ORDER BY number DESC",
                    statement -> statement.setString(1, directory),
                    row -> new GenerationRow(
                            directory,
                            row.getLong(1),
                            files.getOrDefault(row.getLong(1), Map.of()),
                            instant(row, 2).orElseThrow(),
                            instant(row, 3),
                            row.getString(4),
                            row.getInt(5) != 0,
                            row.getInt(6) != 0));
        });
    }

    @Override
    public void adopt(SuiteRow suite, List<GenerationRow> retained) throws IOException {
        connection.change(open -> {
            open.update(
                    "INSERT INTO suite (directory, url, asked_at, checked_at, current_number) VALUES (?, ?, ?, ?, ?)"
                            + " ON CONFLICT (directory) DO UPDATE SET url = excluded.url, asked_at = excluded.asked_at,"
                            + " checked_at = excluded.checked_at, current_number = excluded.current_number",
                    statement -> {
                        statement.setString(1, suite.directory());
                        statement.setString(2, suite.url());
                        statement.setLong(3, suite.askedAt().toEpochMilli());
                        statement.setLong(4, suite.checkedAt().toEpochMilli());
                        setNumber(statement, 5, suite.current());
                    });
            removeFrom(open, suite.directory(), List.of("generation", "generation_file"));
            for (var generation : retained) {
                insert(open, generation);
            }
        });
        connection.sync();
    }

    private static void insert(Session open, GenerationRow generation) throws SQLException {
        open.update(
                "INSERT INTO generation (directory, number, adopted_at, superseded_at, verdict, known, dates_tell)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                statement -> {
                    statement.setString(1, generation.directory());
                    statement.setLong(2, generation.number());
                    statement.setLong(3, generation.adoptedAt().toEpochMilli());
                    setNumber(statement, 4, generation.supersededAt().map(Instant::toEpochMilli));
                    statement.setString(5, generation.verdict());
                    statement.setInt(6, generation.known() ? 1 : 0);
                    statement.setInt(7, generation.datesTell() ? 1 : 0);
                });
        for (var file : generation.files().entrySet()) {
            open.update(
                    "INSERT INTO generation_file (directory, number, name, digest, size) VALUES (?, ?, ?, ?, ?)",
                    statement -> {
                        statement.setString(1, generation.directory());
                        statement.setLong(2, generation.number());
                        statement.setString(3, file.getKey());
                        statement.setBytes(4, file.getValue().digest().toBytes());
                        statement.setLong(5, file.getValue().size());
                    });
        }
    }

    @Override
    public void note(SuiteRow suite) throws IOException {
        connection.change(open ->
                open.update("UPDATE suite SET url = ?, asked_at = ?, checked_at = ? WHERE directory = ?", statement -> {
                    statement.setString(1, suite.url());
                    statement.setLong(2, suite.askedAt().toEpochMilli());
                    statement.setLong(3, suite.checkedAt().toEpochMilli());
                    statement.setString(4, suite.directory());
                }));
    }

    @Override
    public Map<String, Instant> memberUses(String directory) throws IOException {
        var uses = new HashMap<String, Instant>();
        connection.run(open -> open.forEach(
                "SELECT path, used_at FROM member_use WHERE directory = ?",
                statement -> statement.setString(1, directory),
                row -> uses.put(row.getString(1), instant(row, 2).orElseThrow())));
        return Map.copyOf(uses);
    }

    @Override
    public void noteMemberUses(String directory, Map<String, Instant> uses) throws IOException {
        connection.change(open -> {
            for (var use : uses.entrySet()) {
                open.update(
                        "INSERT INTO member_use (directory, path, used_at) VALUES (?, ?, ?) ON CONFLICT (directory, path)"
                                + " DO UPDATE SET used_at = max(used_at, excluded.used_at)",
                        statement -> {
                            statement.setString(1, directory);
                            statement.setString(2, use.getKey());
                            statement.setLong(3, use.getValue().toEpochMilli());
                        });
            }
        });
    }

    @Override
    public void remove(String directory) throws IOException {
        connection.change(
                open -> removeFrom(open, directory, List.of("suite", "generation", "generation_file", "member_use")));
    }

    private static void removeFrom(Session open, String directory, List<String> tables) throws SQLException {
        for (var table : tables) {
            open.update(
                    "DELETE FROM " + table + " WHERE directory = ?", statement -> statement.setString(1, directory));
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
