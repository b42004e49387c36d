import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
 * Makes a large store: {@code java -cp server/target/aptheke.jar bench/FillStore.java DATA AUTHORITY ENTRIES BLOBS PACKAGES}.
 * Entry number i is {@code AUTHORITY/pool/main/x/name/name_i_amd64.deb}; its content is of blob number i modulo BLOBS, and
 * a blob's content is its number in 4,000 letters. Each file is written without sync: the machine is not to fail meanwhile.
 * The entries were last used on different days of a year in which all uses were noted, and the file PACKAGES names some of
 * them as an index does.
 */
public final class FillStore {
    private static final int BLOB_LETTERS = 4_000;
    private static final int DAYS = 365;
    private static final int NAMED = 60_000;

    private FillStore() {}

    public static void main(String[] arguments) throws Exception {
        var data = Files.createDirectories(Path.of(arguments[0]));
        String authority = arguments[1];
        int entries = Integer.parseInt(arguments[2]);
        int blobs = Integer.parseInt(arguments[3]);
        var digests = new Digest[blobs];
        for (int i = 0; i < blobs; i++) {
            digests[i] = writeBlob(data.resolve("blobs"), i);
        }
        var now = Instant.now();
        writeIndex(Path.of(arguments[4]), digests);
        writeEntries(data, authority, entries, digests, now);
        observeAYear(data.resolve("catalog.db"), now);
    }

    private static void writeIndex(Path packages, Digest[] digests) throws IOException {
        try (var writer = Files.newBufferedWriter(Files.createDirectories(packages.getParent()).resolve(packages.getFileName()))) {
            for (int i = 0; i < Math.min(NAMED, digests.length / 2); i++) {
                writer.write("Package: name%d-%d%nVersion: %d%nArchitecture: amd64%nFilename: %s%nSize: %d%nSHA256: %s%n%n"
                        .formatted(i / 10, i, i, path(i), BLOB_LETTERS, digests[i].toHex()));
            }
        }
    }

    private static String path(int number) {
        return "pool/main/%c/name%d/name_%d_amd64.deb".formatted('a' + number % 26, number / 10, number);
    }

    private static void observeAYear(Path catalog, Instant now) throws IOException {
        try (var book = SqlJobBook.in(catalog)) {
            for (int day = DAYS; day >= 0; day--) {
                new Observation(book, InstantSource.fixed(now.minus(Duration.ofDays(day)))).goesOn();
            }
        }
    }

    private static Digest writeBlob(Path directory, int number) throws Exception {
        byte[] content = "%08d".formatted(number).repeat(BLOB_LETTERS / 8).getBytes(StandardCharsets.US_ASCII);
        var digest = Digest.ofBytes(MessageDigest.getInstance("SHA-256").digest(content));
        var shelf = directory.resolve(digest.toHex().substring(0, 2));
        if (number < 4096) {
            Files.createDirectories(shelf);
        }
        Files.write(shelf.resolve(digest.toHex().substring(2)), content);
        return digest;
    }

    private static void writeEntries(Path data, String authority, int entries, Digest[] digests, Instant now)
            throws IOException {
        var trouble = new AtomicReference<Object>();
        var settings = new SqlCatalog.Settings(1 << 20, 50_000, 1);
        try (var catalog = SqlCatalog.open(data.resolve("catalog.db"), settings, InstantSource.system(), trouble::set)) {
            for (int i = 0; i < entries; i++) {
                catalog.put(entry(authority, i, digests[i % digests.length], now));
            }
        }
        if (trouble.get() != null) {
            throw new IOException(trouble.get().toString());
        }
    }

    private static StoredResponse entry(String authority, int number, Digest digest, Instant now) {
        var fields = Fields.of(
                "Content-Type",
                "application/vnd.debian.binary-package",
                "Date",
                HttpDate.format(now),
                "ETag",
                "\"%x-%x\"".formatted(number, BLOB_LETTERS),
                "Last-Modified",
                HttpDate.format(now.minusSeconds(number)));
        var key = new CacheKey(authority + "/" + path(number));
        // A use is first noted as the time of storing.
        var stored = now.minus(Duration.ofDays(number * 7919L % DAYS));
        return new StoredResponse(key, Fields.EMPTY, 200, fields, digest, BLOB_LETTERS, now, now, stored, false);
    }
}
