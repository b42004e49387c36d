package org.aptheke.store.sql;

import static org.aptheke.store.sql.SqlCatalogFixture.NOON;
import static org.aptheke.store.sql.SqlCatalogFixture.key;
import static org.aptheke.store.sql.SqlCatalogFixture.response;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aptheke.store.Catalog;
import org.aptheke.testkit.Poll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SqlCatalogTest {
    private static final SqlCatalog.Settings SETTINGS = new SqlCatalog.Settings(1 << 20, 1000, 2);

    @TempDir
    Path data;

    private Path file;
    private ScriptedDatabase database;

    @BeforeEach
    void name() {
        file = data.resolve("catalog.db");
        database = new ScriptedDatabase(file);
    }

    private SqlCatalog open() throws IOException {
        return SqlCatalog.open(file, SETTINGS, InstantSource.fixed(NOON), event -> {
            throw new AssertionError(event);
        });
    }

    private SqlCatalog openScripted() throws IOException, SQLException {
        return SqlCatalog.open(database, SETTINGS, InstantSource.fixed(NOON), event -> {
            throw new AssertionError(event);
        });
    }

    @Test
    void close_reopened_hasAllThatWasPut() throws IOException {
        try (var catalog = open()) {
            for (int i = 0; i < 500; i++) {
                catalog.put(response(i, i));
            }
            catalog.remove(response(7, 7));
        }

        try (var catalog = open()) {
            assertThat(catalog.keys("", 1000)).hasSize(499);
            assertThat(catalog.find(key(499))).containsExactly(response(499, 499));
            assertThat(catalog.find(key(7))).isEmpty();
        }
    }

    @Test
    void flush_processIsKilledAfterwards_hasAllThatWasPut() throws IOException {
        try (var catalog = open()) {
            catalog.put(response(1, 1));
            catalog.flush();
            Files.copy(file, data.resolve("copy.db"));
            if (Files.exists(Path.of(file + "-wal"))) {
                Files.copy(Path.of(file + "-wal"), data.resolve("copy.db-wal"));
            }
        }
        file = data.resolve("copy.db");

        try (var catalog = open()) {
            assertThat(catalog.find(key(1))).containsExactly(response(1, 1));
        }
    }

    @Test
    void put_writerIsBusy_areVisibleAtOnceAndWrittenTogether() throws Exception {
        try (var catalog = openScripted()) {
            database.standStill();
            int before = database.transactions();
            for (int i = 0; i < 900; i++) {
                catalog.put(response(i, 1));
                catalog.put(response(i, 2));
                assertThat(catalog.find(key(i))).containsExactly(response(i, 2));
            }
            catalog.remove(response(5, 2));
            assertThat(catalog.find(key(5))).isEmpty();
            assertThat(catalog.keys("", 2000)).hasSize(899);

            database.goOn();
            catalog.flush();

            // One that had begun with what was there first, and one with all that waited for it.
            assertThat(database.transactions() - before).isBetween(1, 3);
            assertThat(catalog.keys("", 2000)).hasSize(899);
        }
    }

    @Test
    void put_threadIsInterrupted_isEnteredAllTheSame() throws Exception {
        try (var catalog = open()) {
            Thread.currentThread().interrupt();
            try {
                catalog.put(response(1, 1));
            } finally {
                assertThat(Thread.interrupted()).as("kept").isTrue();
            }
        }

        try (var catalog = open()) {
            assertThat(catalog.find(key(1))).containsExactly(response(1, 1));
        }
    }

    @Test
    void put_tooManyWait_waitsForTheWriter() throws Exception {
        try (var catalog = openScripted()) {
            database.standStill();
            for (int i = 0; i < SETTINGS.maxWaiting(); i++) {
                catalog.put(response(i, 1));
            }
            var waiting = Thread.ofPlatform().start(() -> put(catalog, SETTINGS.maxWaiting()));
            Poll.until("it waits", () -> waiting.getState() == Thread.State.TIMED_WAITING);
            assertThat(catalog.find(key(SETTINGS.maxWaiting()))).isEmpty();

            database.goOn();
            waiting.join();

            assertThat(catalog.find(key(SETTINGS.maxWaiting()))).hasSize(1);
        }
    }

    private static void put(Catalog catalog, int number) {
        try {
            catalog.put(response(number, 1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void find_foundBefore_asksTheDatabaseOnlyWhenTold() throws IOException {
        try (var one = open();
                var other = open()) {
            assertThat(one.find(key(1))).isEmpty();
            one.put(response(2, 1));
            assertThat(one.find(key(2))).hasSize(1);
            one.flush();

            other.put(response(1, 1));
            other.put(response(2, 2));
            other.flush();

            assertThat(one.find(key(1))).as("remembered that there was none").isEmpty();
            assertThat(one.find(key(2))).containsExactly(response(2, 1));
            one.forget(key(1));
            assertThat(one.find(key(1))).containsExactly(response(1, 1));
            one.forgetAll();
            assertThat(one.find(key(2))).containsExactly(response(2, 2));
        }
    }

    @Test
    void find_readersRaceWithAWriter_neverKeepAnOldAnswer() throws Exception {
        var writing = new AtomicBoolean(true);
        var ready = new CountDownLatch(4);
        try (var catalog = open();
                var executor = Executors.newFixedThreadPool(4)) {
            var readers = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 4; i++) {
                readers.add(executor.submit(() -> {
                    ready.countDown();
                    int found = 0;
                    while (writing.get()) {
                        found += catalog.find(key(1)).size();
                    }
                    return found;
                }));
            }
            ready.await();
            try {
                putAndFind(catalog);
            } finally {
                writing.set(false);
            }
            for (var reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
    }

    private static void putAndFind(SqlCatalog catalog) throws IOException {
        for (int version = 1; version <= 1000; version++) {
            catalog.put(response(1, version));
            assertThat(catalog.find(key(1))).containsExactly(response(1, version));
            if (version % 100 == 0) {
                catalog.flush();
                assertThat(catalog.find(key(1))).containsExactly(response(1, version));
            }
        }
    }

    @Test
    void noteUses_severalTimes_addsUpAndKeepsTheLast() throws Exception {
        try (var catalog = open()) {
            catalog.put(response(1, 1));
            catalog.noteUses(Map.of(key(1), new Catalog.Uses(3, NOON.plusSeconds(60))));
            catalog.noteUses(Map.of(key(1), new Catalog.Uses(2, NOON.plusSeconds(30))));
            catalog.put(response(1, 2));
        }

        try (var session = new Sqlite(file).openForReading()) {
            var uses = session.query(
                    "SELECT uses, used_at FROM response",
                    statement -> {},
                    row -> new Catalog.Uses(row.getLong(1), NOON.plusMillis(row.getLong(2) - NOON.toEpochMilli())));
            assertThat(uses).containsExactly(new Catalog.Uses(5, NOON.plusSeconds(60)));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void open_libraryWasUnpacked_isNotLeftBehind() throws IOException {
        open().close();

        try (var mappings = Files.lines(Path.of("/proc/self/maps"))) {
            assertThat(mappings.filter(line -> line.contains("sqlitejdbc")))
                    .isNotEmpty()
                    .allMatch(line -> line.endsWith("(deleted)"));
        }
    }
}
