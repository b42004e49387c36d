import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Digest;
import org.aptheke.http.Fields;
import org.aptheke.http.HttpDate;
import org.aptheke.store.sql.SqlCatalog;

/**
 * Makes a large store: {@code java -cp server/target/aptheke.jar bench/FillStore.java DATA AUTHORITY ENTRIES BLOBS}.
 * Entry number i is {@code AUTHORITY/pool/main/x/name/name_i_amd64.deb}; its content is of blob number i modulo BLOBS, and
 * a blob's content is its number in 4,000 letters. Each file is written without sync: the machine is not to fail meanwhile.
 */
public final class FillStore {
    private static final int BLOB_LETTERS = 4_000;

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
        writeEntries(data, authority, entries, digests);
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

    private static void writeEntries(Path data, String authority, int entries, Digest[] digests) throws IOException {
        var now = Instant.now();
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
        var key = new CacheKey("%s/pool/main/%c/name%d/name_%d_amd64.deb"
                .formatted(authority, 'a' + number % 26, number / 10, number));
        return new StoredResponse(key, Fields.EMPTY, 200, fields, digest, BLOB_LETTERS, now, now, now, false);
    }
}
