package org.aptheke.suite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.aptheke.http.Fields;
import org.aptheke.http.HttpDate;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.OriginClient;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginResponse;
import org.aptheke.origin.OriginUnreachableException;

/** Origins in memory: files by host and path, changed at will, with dates as real servers have them. */
public final class FileOrigin implements OriginClient {
    private final Map<String, File> files = new ConcurrentHashMap<>();
    public final List<String> requests = new CopyOnWriteArrayList<>();
    public volatile boolean away;

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
        if (away) {
            throw new OriginUnreachableException(url + ": nobody there", new IOException("refused"));
        }
        var file = files.get(url);
        if (file == null) {
            return new Sent(
                    request.target(),
                    404,
                    Fields.EMPTY,
                    ByteBuffer.wrap("none here\n".getBytes(StandardCharsets.UTF_8)));
        }
        var fields = Fields.of("Last-Modified", HttpDate.format(file.modified()));
        // As common servers do: any other date than the file's own is answered with the file.
        return request.fields().first("If-Modified-Since").equals(fields.first("Last-Modified"))
                ? new Sent(request.target(), 304, fields, ByteBuffer.allocate(0))
                : new Sent(request.target(), 200, fields, file.bytes().duplicate());
    }

    private record Sent(TargetUri target, int status, Fields fields, ByteBuffer content) implements OriginResponse {
        @Override
        public OptionalLong length() {
            return OptionalLong.of(content.limit());
        }

        @Override
        public String peer() {
            return "192.0.2.1:80";
        }

        @Override
        public int read(ByteBuffer buffer) {
            if (!content.hasRemaining()) {
                return -1;
            }
            int count = Math.min(content.remaining(), buffer.remaining());
            buffer.put(content.slice(content.position(), count));
            content.position(content.position() + count);
            return count;
        }

        @Override
        public boolean isReady() {
            return false;
        }

        @Override
        public boolean tellsItsEnd() {
            return true;
        }

        @Override
        public void close() {}
    }
}
