package org.aptheke.store.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.aptheke.store.sql.SqlCatalogFixture.NOON;
import static org.aptheke.store.sql.SqlCatalogFixture.digest;
import static org.aptheke.store.sql.SqlCatalogFixture.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.http.Fields;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database of an earlier version of this program. */
@Timeout(60)
final class SqlCatalogUpgradeTest {
    private static final String FIRST = "001-responses-and-parts.sql";

    @TempDir
    Path data;

    private Path file;

    @BeforeEach
    void makeOfTheFirstSchema() throws IOException, SQLException {
        file = data.resolve("catalog.db");
        var migration = new Migrations.Migration(1, FIRST, sql());
        try (var session = new Sqlite(file).openForWriting()) {
            session.execute("CREATE TABLE schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL,"
                    + " checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)");
            session.execute(
                    "INSERT INTO schema_version VALUES (1, '" + FIRST + "', '" + migration.checksum() + "', 0)");
            for (var statement : migration.sql().split(";\\s*\\R", -1)) {
                if (!statement.isBlank()) {
                    session.execute(statement);
                }
            }
            insert(session, 1, "Last-Modified:Sat, 28 Feb 2026 09:12:44 GMT\n");
            insert(session, 2, "Cache-Control:Public\n");
            insert(session, 3, "Cache-Control:max-age=60, must-revalidate\n");
            insert(session, 4, "Cache-Control:s-maxage=60\n");
        }
    }

    private static String sql() throws IOException {
        try (var stream = SqlCatalog.class.getResourceAsStream("sqlite/" + FIRST)) {
            assertThat(stream).isNotNull();
            return new String(stream.readAllBytes(), UTF_8);
        }
    }

    private static void insert(Session session, int number, String fields) throws SQLException {
        session.update("INSERT INTO response VALUES (?, '', 200, ?, ?, 10, ?, ?, ?, 3, 5)", statement -> {
            statement.setString(1, key(number).text());
            statement.setString(2, fields);
            statement.setBytes(3, digest(number).toBytes());
            for (int i = 4; i <= 6; i++) {
                statement.setLong(i, NOON.toEpochMilli());
            }
        });
    }

    private SqlCatalog open() throws IOException {
        return SqlCatalog.open(file, SqlCatalog.Settings.DEFAULT, InstantSource.fixed(NOON), event -> {
            throw new AssertionError(event);
        });
    }

    @Test
    void open_firstSchema_keepsAllThatIsStored() throws IOException {
        try (var catalog = open()) {
            assertThat(catalog.keys("", 10)).hasSize(4);
            var expected = new StoredResponse(
                    key(1),
                    Fields.EMPTY,
                    200,
                    Fields.of("Last-Modified", "Sat, 28 Feb 2026 09:12:44 GMT"),
                    digest(1),
                    10,
                    NOON,
                    NOON,
                    NOON,
                    false);
            assertThat(catalog.find(key(1))).containsExactly(expected);
            assertThat(catalog.findByDigest(digest(1), Optional.empty())).contains(expected);
        }
    }

    @Test
    void findByDigest_mayHaveBeenForCredentials_isNotFoundUntilStoredAnew() throws IOException {
        try (var catalog = open()) {
            for (int number = 2; number <= 4; number++) {
                assertThat(catalog.find(key(number))).hasSize(1);
                assertThat(catalog.findByDigest(digest(number), Optional.empty()))
                        .isEmpty();
            }
            var anew = SqlCatalogFixture.response(2, 2);
            catalog.put(anew);
            catalog.flush();
            assertThat(catalog.findByDigest(digest(2), Optional.empty())).contains(anew);
        }
    }

    @Test
    void open_again_hasWhatWasAdded() throws IOException {
        var md5 = new Checksum(DigestAlgorithm.MD5, "ab".repeat(16));
        try (var catalog = open()) {
            catalog.noteChecksum(md5, digest(1));
        }

        try (var catalog = open()) {
            assertThat(catalog.findByChecksum(md5)).contains(digest(1));
            assertThat(catalog.findByDigest(digest(1), Optional.empty())).isPresent();
        }
    }

    @Test
    void findByDigest_inALargeTable_usesTheIndex() throws IOException, SQLException {
        open().close();

        try (var session = new Sqlite(file).openForReading()) {
            List<String> plan = session.query(
                    "EXPLAIN QUERY PLAN " + Responses.BY_DIGEST_SQL,
                    statement -> statement.setBytes(1, digest(1).toBytes()),
                    row -> row.getString(4));
            assertThat(plan).anyMatch(step -> step.contains("USING INDEX response_by_digest"));
            // What is sorted is only what the inner limit lets through.
            assertThat(plan).anyMatch(step -> step.startsWith("CO-ROUTINE"));
        }
    }
}
