package org.aptheke.suite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.aptheke.http.Fields;
import org.aptheke.http.HttpDate;
import org.aptheke.origin.ListedOrigins;
import org.aptheke.origin.OriginClient;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginResponse;
import org.aptheke.origin.OriginUnreachableException;

/** Origins in memory: files by host and path, changed at will, with dates as real servers have them. */
public final class FileOrigin implements OriginClient {
    private final Map<String, File> files = new ConcurrentHashMap<>();
    public final List<String> requests = new CopyOnWriteArrayList<>();
    public volatile boolean away;

    /** What of it cannot be reached, by URL. */
    public volatile Predicate<String> awayFor = url -> false;

    /** What of it is answered with 503, by URL. */
    public volatile Predicate<String> busyFor = url -> false;

    private record File(ByteBuffer bytes, Instant modified) {}

    /** Puts a file at host and path, such as {@code deb.example.org/debian/dists/stable/InRelease}. */
    public FileOrigin put(String url, byte[] bytes, Instant modified) {
        files.put(url, new File(ByteBuffer.wrap(bytes), modified));
        return this;
    }

    public FileOrigin put(String url, String text, Instant modified) {
        return put(url, text.getBytes(StandardCharsets.UTF_8), modified);
    }

    public void remove(String url) {
        files.remove(url);
    }

    /** How often that file was asked for. */
    public long requestsFor(String url) {
        return requests.stream().filter(url::equals).count();
    }

    @Override
    public OriginResponse send(OriginRequest request) throws IOException {
        var url = request.target().authority() + request.target().path();
        requests.add(url);
        if (away || awayFor.test(url)) {
            throw new OriginUnreachableException(url + ": nobody there", new IOException("refused"));
        }
        if (busyFor.test(url)) {
            return new ListedOrigins.Listed(request.target(), 503, Fields.EMPTY, "not now\n");
        }
        var file = files.get(url);
        if (file == null) {
            return new ListedOrigins.Listed(request.target(), 404, Fields.EMPTY, "none here\n");
        }
        var fields = Fields.of("Last-Modified", HttpDate.format(file.modified()));
        // As common servers do: any other date than the file's own is answered with the file.
        return request.fields().first("If-Modified-Since").equals(fields.first("Last-Modified"))
                ? new ListedOrigins.Listed(request.target(), 304, fields, "")
                : new ListedOrigins.Listed(
                        request.target(), 200, fields, file.bytes().duplicate());
    }
}
