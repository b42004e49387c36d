package org.aptheke.store.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.aptheke.digest.Digester;
import org.aptheke.store.StoreUnusableException;

/**
 * Brings a database to the schema of this program: numbered files of SQL, each run once and in order, and never changed
 * after a release. The table {@code schema_version} says which were, and what they were.
 */
final class Migrations {
    private final Database database;
    private final List<Migration> known;

    private Migrations(Database database, List<Migration> known) {
        this.database = database;
        this.known = known;
    }

    /** One file, for example {@code 001-responses-and-parts.sql}. */
    record Migration(int version, String name, String sql) {
        String checksum() {
            var digester = new Digester();
            digester.update(ByteBuffer.wrap(sql.getBytes(UTF_8)));
            return digester.current().toHex();
        }
    }

    private record Applied(int version, String name, String checksum) {}

    static Migrations of(Database database) throws IOException {
        var known = new ArrayList<Migration>();
        for (var name : resource(database, "migrations").lines().toList()) {
            int version = Integer.parseInt(name.substring(0, name.indexOf('-')));
            known.add(new Migration(version, name, resource(database, name)));
        }
        return new Migrations(database, List.copyOf(known));
    }

    private static String resource(Database database, String name) throws IOException {
        var path = database.migrations() + "/" + name;
        try (var stream = Migrations.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new FileNotFoundException(path);
            }
            return new String(stream.readAllBytes(), UTF_8);
        }
    }

    /**
     * Runs what was not run yet.
     *
     * @throws StoreUnusableException when a newer program made the database
     */
    void apply(Session session, Instant now) throws SQLException, IOException {
        session.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL,"
                + " checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)");
        var applied = applied(session);
        int newest = applied.keySet().stream().mapToInt(v -> v).max().orElse(0);
        if (newest > known.getLast().version()) {
            throw new StoreUnusableException(database + " was made by a newer version of this program: its schema is "
                    + newest + ", this program knows up to " + known.getLast().version());
        }
        for (var migration : known) {
            var before = applied.get(migration.version());
            if (before == null) {
                run(migration, session, now);
            } else if (!before.checksum().equals(migration.checksum())) {
                throw new StoreUnusableException(database + " was made by another build of this program: its "
                        + before.name() + " differs from " + migration.name());
            }
        }
    }

    private static Map<Integer, Applied> applied(Session session) throws SQLException {
        var byVersion = new HashMap<Integer, Applied>();
        session.query(
                        "SELECT version, name, checksum FROM schema_version",
                        statement -> {},
                        row -> new Applied(row.getInt(1), row.getString(2), row.getString(3)))
                .forEach(applied -> byVersion.put(applied.version(), applied));
        return byVersion;
    }

    private void run(Migration migration, Session session, Instant now) throws SQLException {
        database.begin(session);
        for (var statement : migration.sql().split(";\\s*\\R", -1)) {
            if (!statement.isBlank()) {
                session.execute(statement);
            }
        }
        session.update("INSERT INTO schema_version VALUES (?, ?, ?, ?)", statement -> {
            statement.setInt(1, migration.version());
            statement.setString(2, migration.name());
            statement.setString(3, migration.checksum());
            statement.setLong(4, now.toEpochMilli());
        });
        session.execute("COMMIT");
    }
}
