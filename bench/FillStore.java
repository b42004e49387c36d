import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Digest;
import org.aptheke.http.Fields;
import org.aptheke.http.HttpDate;
import org.aptheke.keep.Observation;
import org.aptheke.store.sql.SqlCatalog;
import org.aptheke.store.sql.SqlJobBook;

/**
 * Makes a large store: {@code java -cp server/target/aptheke.jar bench/FillStore.java DATA AUTHORITY ENTRIES BLOBS PACKAGES
 * [LETTERS [FOLDER FILES]]}. Entry number i is {@code AUTHORITY/pool/main/x/name/name_i_amd64.deb}; its content is of blob
 * number i modulo BLOBS, and a blob's content is its number in so many letters. Each file is written without sync: the
 * machine is not to fail meanwhile. The entries were last used on different days of a year in which all uses were noted,
 * and the file PACKAGES names the first half of the blobs, but not more than 60,000, as an index does. It also names FILES
 * further ones, which are not stored and are written into FOLDER.
 */
public final class FillStore {
    private static final int USUAL_LETTERS = 4_000;
    private static final int NUMBER_LETTERS = 8;
    private static final int DAYS = 365;
    private static final int NAMED = 60_000;
    private static final int LETTERS_OF_THE_ALPHABET = 26;

    private final String authority;
    private final int letters;
    private final Instant now = Instant.now();
    private final Fields fields = Fields.of(
            "Content-Type",
            "application/vnd.debian.binary-package",
            "Date",
            HttpDate.format(now),
            "ETag",
            "\"5f3759df-4d2\"",
            "Last-Modified",
            HttpDate.format(now.minusSeconds(1)));

    private FillStore(String authority, int letters) {
        this.authority = authority;
        this.letters = letters;
    }

    public static void main(String[] arguments) throws Exception {
        var data = Files.createDirectories(Path.of(arguments[0]));
        int entries = Integer.parseInt(arguments[2]);
        int blobs = Integer.parseInt(arguments[3]);
        int letters = arguments.length > 5 ? Integer.parseInt(arguments[5]) : USUAL_LETTERS;
        var fill = new FillStore(arguments[1], letters);
        var digests = new Digest[blobs];
        for (int i = 0; i < blobs; i++) {
            digests[i] = fill.writeBlob(data.resolve("blobs"), i);
        }
        int further = arguments.length > 7 ? Integer.parseInt(arguments[7]) : 0;
        var index = Files.createDirectories(Path.of(arguments[4]).getParent()).resolve("Packages");
        try (var writer = Files.newBufferedWriter(index)) {
            for (int i = 0; i < Math.min(NAMED, blobs / 2); i++) {
                writer.write(fill.stanza(i, digests[i]));
            }
            for (int i = blobs; i < blobs + further; i++) {
                writer.write(fill.stanza(i, fill.writeFile(Path.of(arguments[6]), i)));
            }
        }
        fill.writeEntries(data.resolve("catalog.db"), entries, digests);
        fill.observeAYear(data.resolve("catalog.db"));
    }

    private byte[] content(int number) {
        return "%08d".formatted(number).repeat(letters / NUMBER_LETTERS).getBytes(StandardCharsets.US_ASCII);
    }

    private static Digest digest(byte[] content) throws Exception {
        return Digest.ofBytes(MessageDigest.getInstance("SHA-256").digest(content));
    }

    private Digest writeBlob(Path directory, int number) throws Exception {
        byte[] content = content(number);
        var hex = digest(content).toHex();
        var shelf = directory.resolve(hex.substring(0, 2));
        if (number < 4096) {
            Files.createDirectories(shelf);
        }
        Files.write(shelf.resolve(hex.substring(2)), content);
        return Digest.ofHex(hex);
    }

    private Digest writeFile(Path folder, int number) throws Exception {
        byte[] content = content(number);
        Files.write(Files.createDirectories(folder).resolve(number + ".deb"), content);
        return digest(content);
    }

    private static String path(int number) {
        return "pool/main/%c/name%d/name_%d_amd64.deb".formatted('a' + number % LETTERS_OF_THE_ALPHABET, number / 10, number);
    }

    private String stanza(int number, Digest digest) {
        return "Package: name%d-%d%nVersion: %d%nArchitecture: amd64%nFilename: %s%nSize: %d%nSHA256: %s%n%n"
                .formatted(number / 10, number, number, path(number), letters, digest.toHex());
    }

    /** Makes the tables as the program does, and one row; the others are written straight into them, in the order of their keys. */
    private void writeEntries(Path file, int entries, Digest[] digests) throws Exception {
        var trouble = new AtomicReference<Object>();
        var settings = new SqlCatalog.Settings(1 << 20, 1_000, 1);
        try (var catalog = SqlCatalog.open(file, settings, InstantSource.system(), trouble::set)) {
            catalog.put(entry(0, digests[0]));
        }
        if (trouble.get() != null) {
            throw new IOException(trouble.get().toString());
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = OFF");
            var indexes = indexes(statement);
            for (var name : indexes.keySet()) {
                statement.execute("DROP INDEX " + name);
            }
            connection.setAutoCommit(false);
            copyRows(connection, entries, digests);
            connection.commit();
            // Made of all rows at once they take a fraction of the time.
            for (var sql : indexes.values()) {
                statement.execute(sql);
            }
            connection.commit();
        }
    }

    private static Map<String, String> indexes(Statement statement) throws SQLException {
        var byName = new TreeMap<String, String>();
        try (var rows = statement.executeQuery(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'response' AND sql IS NOT NULL")) {
            while (rows.next()) {
                byName.put(rows.getString(1), rows.getString(2));
            }
        }
        return byName;
    }

    /** All further rows are like the first, but for the key, the content and the times. */
    private void copyRows(Connection connection, int entries, Digest[] digests) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO response (cache_key, selecting, status, fields, digest, size,"
                + " requested_at, received_at, stored_at, authorized, uses, used_at) SELECT ?, selecting, status, fields, ?, size,"
                + " requested_at, received_at, ?, authorized, uses, ? FROM response WHERE cache_key = ?")) {
            insert.setString(5, entry(0, digests[0]).key().text());
            for (int letter = 0; letter < LETTERS_OF_THE_ALPHABET; letter++) {
                for (int i = letter; i < entries; i += LETTERS_OF_THE_ALPHABET) {
                    if (i == 0) {
                        continue;
                    }
                    var entry = entry(i, digests[i % digests.length]);
                    insert.setString(1, entry.key().text());
                    insert.setBytes(2, entry.digest().toBytes());
                    insert.setLong(3, entry.storedAt().toEpochMilli());
                    insert.setLong(4, entry.storedAt().toEpochMilli());
                    insert.executeUpdate();
                }
            }
        }
    }

    private StoredResponse entry(int number, Digest digest) {
        var key = new CacheKey(authority + "/" + path(number));
        // A use is first noted as the time of storing.
        var stored = now.minus(Duration.ofDays(number * 7919L % DAYS));
        return new StoredResponse(key, Fields.EMPTY, 200, fields, digest, letters, now, now, stored, false);
    }

    private void observeAYear(Path catalog) throws IOException {
        try (var book = SqlJobBook.in(catalog)) {
            for (int day = DAYS; day >= 0; day--) {
                new Observation(book, InstantSource.fixed(now.minus(Duration.ofDays(day)))).goesOn();
            }
        }
    }
}
