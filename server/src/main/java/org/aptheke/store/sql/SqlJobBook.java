package org.aptheke.store.sql;

import static org.aptheke.store.sql.BookConnection.instant;
import static org.aptheke.store.sql.BookConnection.setNumber;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aptheke.store.JobBook;

/** The book of jobs, in the database of the catalogue, which has made its tables. */
public final class SqlJobBook implements JobBook {
    private static final String COLUMNS =
            "SELECT number, kind, plan_only, cause, state, asked_at, started_at, ended_at, message FROM job_run";

    private static final List<String> TABLES = List.of("job_run", "job_argument", "job_count", "job_note");

    private final BookConnection connection;

    SqlJobBook(Database database) {
        this.connection = new BookConnection(database, "the book of jobs");
    }

    /** The book in the file of an open {@link SqlCatalog}. */
    public static SqlJobBook in(Path file) {
        return new SqlJobBook(new Sqlite(file));
    }

    @Override
    public Run add(Run run) throws IOException {
        var numbers = new long[1];
        connection.change(open -> {
            open.update(
                    "INSERT INTO job_run (kind, plan_only, cause, state, asked_at, started_at, ended_at, message)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    statement -> {
                        statement.setString(1, run.kind());
                        statement.setInt(2, run.planOnly() ? 1 : 0);
                        statement.setString(3, run.cause());
                        statement.setString(4, run.state());
                        statement.setLong(5, run.askedAt().toEpochMilli());
                        setNumber(statement, 6, run.startedAt().map(Instant::toEpochMilli));
                        setNumber(statement, 7, run.endedAt().map(Instant::toEpochMilli));
                        statement.setString(8, run.message());
                    });
            numbers[0] = open.query("SELECT max(number) FROM job_run", none -> {}, row -> row.getLong(1))
                    .getFirst();
            for (var argument : run.arguments().entrySet()) {
                open.update("INSERT INTO job_argument (number, name, value) VALUES (?, ?, ?)", statement -> {
                    statement.setLong(1, numbers[0]);
                    statement.setString(2, argument.getKey());
                    statement.setString(3, argument.getValue());
                });
            }
        });
        connection.sync();
        return run.numbered(numbers[0]);
    }

    @Override
    public void change(Run run, Report report) throws IOException {
        connection.change(open -> {
            open.update(
                    "UPDATE job_run SET state = ?, started_at = ?, ended_at = ?, message = ? WHERE number = ?",
                    statement -> {
                        statement.setString(1, run.state());
                        setNumber(statement, 2, run.startedAt().map(Instant::toEpochMilli));
                        setNumber(statement, 3, run.endedAt().map(Instant::toEpochMilli));
                        statement.setString(4, run.message());
                        statement.setLong(5, run.number());
                    });
            removeFrom(open, List.of("job_count", "job_note"), run.number());
            for (int i = 0; i < report.counts().size(); i++) {
                insert(open, run.number(), i, report.counts().get(i));
            }
            for (int i = 0; i < report.notes().size(); i++) {
                insert(open, run.number(), i, report.notes().get(i));
            }
        });
        connection.sync();
    }

    private static void insert(Session open, long number, int position, Count count) throws SQLException {
        open.update(
                "INSERT INTO job_count (number, position, outcome, reason, things, bytes) VALUES (?, ?, ?, ?, ?, ?)",
                statement -> {
                    statement.setLong(1, number);
                    statement.setInt(2, position);
                    statement.setString(3, count.outcome().name());
                    statement.setString(4, count.reason());
                    statement.setLong(5, count.count());
                    statement.setLong(6, count.bytes());
                });
    }

    private static void insert(Session open, long number, int position, String note) throws SQLException {
        open.update("INSERT INTO job_note (number, position, line) VALUES (?, ?, ?)", statement -> {
            statement.setLong(1, number);
            statement.setInt(2, position);
            statement.setString(3, note);
        });
    }

    @Override
    public Optional<Run> find(long number) throws IOException {
        return connection.with(
                open -> runs(open, " WHERE number = ?", number).stream().findFirst());
    }

    @Override
    public List<Run> latest(int limit) throws IOException {
        return connection.with(open -> runs(open, " ORDER BY number DESC LIMIT ?", limit));
    }

    @Override
    public List<Run> unended() throws IOException {
        return connection.with(open -> runs(open, " WHERE ended_at IS NULL AND number >= ? ORDER BY number", 0));
    }

    private static List<Run> runs(Session open, String which, long parameter) throws SQLException {
        return List.copyOf(
                open.query(COLUMNS + which, statement -> statement.setLong(1, parameter), row -> run(open, row)));
    }

    private static Run run(Session open, ResultSet row) throws SQLException {
        long number = row.getLong(1);
        return new Run(
                number,
                row.getString(2),
                arguments(open, number),
                row.getInt(3) != 0,
                row.getString(4),
                row.getString(5),
                instant(row, 6).orElseThrow(),
                instant(row, 7),
                instant(row, 8),
                row.getString(9));
    }

    private static Map<String, String> arguments(Session open, long number) throws SQLException {
        var arguments = new HashMap<String, String>();
        open.forEach(
                "SELECT name, value FROM job_argument WHERE number = ?",
                statement -> statement.setLong(1, number),
                row -> arguments.put(row.getString(1), row.getString(2)));
        return arguments;
    }

    @Override
    public Report report(long number) throws IOException {
        return connection.with(open -> new Report(
                open.query(
                        "SELECT outcome, reason, things, bytes FROM job_count WHERE number = ? ORDER BY position",
                        statement -> statement.setLong(1, number),
                        row -> new Count(
                                Outcome.valueOf(row.getString(1)), row.getString(2), row.getLong(3), row.getLong(4))),
                open.query(
                        "SELECT line FROM job_note WHERE number = ? ORDER BY position",
                        statement -> statement.setLong(1, number),
                        row -> row.getString(1))));
    }

    @Override
    public void prune(String kind, int keep) throws IOException {
        connection.change(open -> {
            var old = open.query(
                    "SELECT number FROM job_run WHERE kind = ? AND ended_at IS NOT NULL ORDER BY number DESC",
                    statement -> statement.setString(1, kind),
                    row -> row.getLong(1));
            for (long number : old.subList(Math.min(keep, old.size()), old.size())) {
                removeFrom(open, TABLES, number);
            }
        });
    }

    private static void removeFrom(Session open, List<String> tables, long number) throws SQLException {
        for (var table : tables) {
            open.update("DELETE FROM " + table + " WHERE number = ?", statement -> statement.setLong(1, number));
        }
    }

    @Override
    public Optional<String> mark(String name) throws IOException {
        return connection.with(open -> open
                .query(
                        "SELECT value FROM job_mark WHERE name = ?",
                        statement -> statement.setString(1, name),
                        row -> row.getString(1))
                .stream()
                .findFirst());
    }

    @Override
    public void mark(String name, String value) throws IOException {
        connection.change(open -> open.update(
                "INSERT INTO job_mark (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                statement -> {
                    statement.setString(1, name);
                    statement.setString(2, value);
                }));
        connection.sync();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
