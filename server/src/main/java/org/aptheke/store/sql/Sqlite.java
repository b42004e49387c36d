package org.aptheke.store.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * SQLite in one file. Its write-ahead log lets readers go on while one thread writes; a commit does not wait for the
 * disk, so a loss of power can take the last commits with it, but not damage what was before ({@link #sync} waits).
 */
final class Sqlite implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(Sqlite.class);

    /** Rows hold their key and are some 400 bytes long: pages of the usual 4 KiB would make a deep tree. */
    private static final int PAGE_BYTES = 8192;

    /** For the case that an operator looks into the file with another program. */
    private static final int BUSY_MILLIS = 10_000;

    private static final int CACHE_KIB = 8192;
    private static final int LOG_LIMIT_BYTES = 64 << 20;

    private final Path file;

    Sqlite(Path file) {
        this.file = file;
    }

    @Override
    public Session openForWriting() throws SQLException {
        var config = config();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setPageSize(PAGE_BYTES);
        config.setJournalSizeLimit(LOG_LIMIT_BYTES);
        return open(config);
    }

    @Override
    public Session openForReading() throws SQLException {
        var session = open(config());
        session.execute("PRAGMA query_only = ON");
        return session;
    }

    private static SQLiteConfig config() {
        var config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setCacheSize(-CACHE_KIB);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        return config;
    }

    private Session open(SQLiteConfig config) throws SQLException {
        NativeLibrary.load();
        var session = new Session(DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties()));
        UnpackedLibrary.remove();
        return session;
    }

    @Override
    public void begin(Session session) throws SQLException {
        session.execute("BEGIN IMMEDIATE");
    }

    /** A checkpoint syncs the log before anything else, also when a reader keeps it from copying all of it. */
    @Override
    public void sync(Session session) throws SQLException {
        session.execute("PRAGMA wal_checkpoint(PASSIVE)");
    }

    @Override
    public boolean isDamage(SQLException failure) {
        int code = failure.getErrorCode() & 0xff;
        return code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code;
    }

    @Override
    public void noteDamage() {
        try {
            Files.writeString(damageMarker(), "The catalogue will be moved aside at the next start.\n");
        } catch (IOException e) {
            LOG.warn("cannot write {}", damageMarker(), e);
        }
    }

    /** Whether damage was noted in an earlier run: it need not show when the file is opened. */
    boolean damageNoted() {
        return Files.exists(damageMarker());
    }

    private Path damageMarker() {
        return beside(".damaged");
    }

    /** Renames the file, its log included, and forgets the noted damage; returns its new name. */
    Path moveAside(Instant now) throws IOException {
        var time = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(now);
        var aside = beside(".corrupt-" + time);
        for (var suffix : List.of("-wal", "-shm", "")) {
            var from = beside(suffix);
            if (Files.exists(from)) {
                Files.move(from, Path.of(aside + suffix), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.deleteIfExists(damageMarker());
        return aside;
    }

    private Path beside(String suffix) {
        return Path.of(file + suffix);
    }

    @Override
    public String migrations() {
        return "sqlite";
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
