package org.aptheke.store.sql;

import static org.aptheke.store.sql.SqlCatalogFixture.NOON;
import static org.aptheke.store.sql.SqlCatalogFixture.key;
import static org.aptheke.store.sql.SqlCatalogFixture.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.aptheke.events.Event;
import org.aptheke.store.StoreUnusableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A full disk, a damaged file, a file of another program. */
@Timeout(60)
final class SqlCatalogTroubleTest {
    private static final SqlCatalog.Settings SETTINGS = new SqlCatalog.Settings(1, 1000, 2);
    private static final int FEW_PAGES = 40;

    @TempDir
    Path data;

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private Path file;
    private ScriptedDatabase database;

    @BeforeEach
    void name() {
        file = data.resolve("catalog.db");
        database = new ScriptedDatabase(file);
    }

    private SqlCatalog open() throws IOException {
        return SqlCatalog.open(file, SETTINGS, InstantSource.fixed(NOON), events::add);
    }

    private SqlCatalog openScripted() throws IOException, SQLException {
        return SqlCatalog.open(database, SETTINGS, InstantSource.fixed(NOON), events::add);
    }

    @Test
    void put_databaseIsFull_staysVisibleAndIsWrittenLater() throws Exception {
        database.limitPages(FEW_PAGES);
        try (var catalog = openScripted()) {
            putAll(catalog, 900);
            assertThatThrownBy(catalog::flush).isInstanceOf(IOException.class).hasMessageContaining("full");
            requireAll(catalog, 900);
            assertThat(events)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Event.StoreTrouble.class,
                            event -> assertThat(event.healed()).isFalse());

            database.limitPages(1 << 20);
            catalog.flush();

            assertThat(events).hasSize(2);
            assertThat(events.getLast()).isEqualTo(new Event.StoreTrouble(NOON, file + " can be written again", true));
        }
        try (var catalog = open()) {
            requireAll(catalog, 900);
        }
    }

    @Test
    void put_databaseIsFullAndMemoryToo_failsAndSaysWhy() throws Exception {
        database.limitPages(FEW_PAGES);
        try (var catalog = openScripted()) {
            assertThatThrownBy(() -> putAll(catalog, 5000))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("nothing more can wait")
                    .hasMessageContaining("full");
            assertThat(catalog.keys("", 5000)).hasSizeGreaterThanOrEqualTo(SETTINGS.maxWaiting());

            database.limitPages(1 << 20);
            catalog.flush();
            catalog.put(response(6000, 1));

            assertThat(catalog.find(key(6000))).hasSize(1);
        }
    }

    @Test
    void close_databaseIsFull_saysThatChangesAreLost() throws Exception {
        database.limitPages(FEW_PAGES);
        var catalog = openScripted();
        putAll(catalog, 900);

        assertThatThrownBy(catalog::close).isInstanceOf(IOException.class).hasMessageContaining("full");
    }

    @Test
    void open_fileIsNoDatabase_movesItAsideAndBegins() throws IOException {
        Files.writeString(file, "This is no database, and it is long enough to be seen as none. ".repeat(50));

        try (var catalog = open()) {
            catalog.put(response(1, 1));
            assertThat(catalog.find(key(1))).hasSize(1);
        }

        var aside = data.resolve("catalog.db.corrupt-20260301T120000Z");
        assertThat(aside).content().startsWith("This is no database");
        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.StoreTrouble.class,
                        event -> assertThat(event.what()).contains("catalog.db is damaged", aside.toString()));
        events.clear();
        open().close();
        assertThat(events).isEmpty();
    }

    @Test
    void open_firstPageIsDamaged_movesItAsideAndBegins() throws IOException {
        fill();
        overwrite(100, 4000);

        try (var catalog = open()) {
            assertThat(catalog.keys("", 10)).isEmpty();
        }
        assertThat(events).hasSize(1);
    }

    @Test
    void find_damageInTheMiddle_failsAndTheNextStartBeginsAnew() throws IOException {
        fill();
        // Behind the schema, which is read at the start.
        int middle = (int) Files.size(file) / 4;
        overwrite(middle, (int) Files.size(file) - middle);
        try (var catalog = open()) {
            assertThatThrownBy(() -> requireAll(catalog, 900))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("catalog.db");
        }

        try (var catalog = open()) {
            catalog.put(response(1, 1));
            catalog.flush();
            assertThat(catalog.find(key(1))).hasSize(1);
        }
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        Event.StoreTrouble.class,
                        event -> assertThat(event.what()).contains("damaged"));
    }

    @Test
    void open_newerSchema_isRefusedAndLeftAlone() throws Exception {
        open().close();
        change("INSERT INTO schema_version VALUES (99, '099-later.sql', '', 0)");

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnusableException.class)
                .hasMessageStartingWith(
                        file + " was made by a newer version of this program: its schema is 99, this program");
        change("DELETE FROM schema_version WHERE version = 99");
        open().close();
        assertThat(events).isEmpty();
    }

    @Test
    void open_migrationWasAnother_isRefused() throws Exception {
        open().close();
        change("UPDATE schema_version SET checksum = 'other'");

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnusableException.class)
                .hasMessageContaining("another build");
    }

    @Test
    void open_directoryIsMissing_isRefused() {
        file = data.resolve("missing").resolve("catalog.db");

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnusableException.class)
                .hasMessageStartingWith(file + " cannot be opened: ");
    }

    private void fill() throws IOException {
        try (var catalog = open()) {
            putAll(catalog, 900);
        }
    }

    private void overwrite(int from, int count) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int i = from; i < from + count; i++) {
            bytes[i] = (byte) 0xa5;
        }
        Files.write(file, bytes);
    }

    private void change(String sql) throws SQLException {
        try (var session = new Sqlite(file).openForWriting()) {
            session.execute(sql);
        }
    }

    private static void putAll(SqlCatalog catalog, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            catalog.put(response(i, i));
        }
    }

    private static void requireAll(SqlCatalog catalog, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            assertThat(catalog.find(key(i))).containsExactly(response(i, i));
        }
    }
}
