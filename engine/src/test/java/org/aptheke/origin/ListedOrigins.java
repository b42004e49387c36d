package org.aptheke.origin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.aptheke.http.Fields;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;

/** Origins in memory, which answer 200 but where something else is listed for a URI. Safe for use by many threads. */
public final class ListedOrigins implements OriginClient {
    public final List<OriginRequest> sent = new CopyOnWriteArrayList<>();
    public final List<Listed> responses = new CopyOnWriteArrayList<>();
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();

    /** Answers one request, or fails. */
    public interface Script {
        OriginResponse answer(OriginRequest request) throws IOException, InterruptedException;
    }

    public void redirect(String from, int status, String location) {
        answer(from, status, "Location", location);
    }

    public void answer(String uri, int status, String... fields) {
        on(uri, request -> new Listed(request.target(), status, Fields.of(fields), ""));
    }

    public void on(String uri, Script script) {
        scripts.put(uri, script);
    }

    /** Forgets what was asked so far. */
    public void forget() {
        sent.clear();
        responses.clear();
    }

    public List<String> asked() {
        return sent.stream().map(request -> request.target().toString()).toList();
    }

    @Override
    public OriginResponse send(OriginRequest request) throws IOException, InterruptedException {
        sent.add(request);
        var script = scripts.get(request.target().anonymous().toString());
        var answer = script == null
                ? new Listed(
                        request.target(),
                        200,
                        Fields.EMPTY,
                        "from " + request.target().authority())
                : script.answer(request);
        if (answer instanceof Listed listed) {
            responses.add(listed);
        }
        return answer;
    }

    public static TargetUri uri(String text) {
        var any = new TargetUri(Scheme.HTTP, "any.example", 80, "/", "");
        return UriReference.resolve(any, text).orElseThrow();
    }

    /** An answer whose content is in memory. */
    public static final class Listed implements OriginResponse {
        private final TargetUri target;
        private final int status;
        private final Fields fields;
        private final ByteBuffer content;
        private volatile boolean closed;
        private volatile boolean cut;

        public Listed(TargetUri target, int status, Fields fields, String content) {
            this(target, status, fields, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
        }

        /** @param content all of the buffer */
        public Listed(TargetUri target, int status, Fields fields, ByteBuffer content) {
            this.target = target;
            this.status = status;
            this.fields = fields;
            this.content = content;
        }

        /** Its end is never reached. */
        public Listed breakingOff() {
            cut = true;
            return this;
        }

        public boolean isClosed() {
            return closed;
        }

        @Override
        public int status() {
            return status;
        }

        @Override
        public Fields fields() {
            return fields;
        }

        @Override
        public OptionalLong length() {
            return OptionalLong.of(content.capacity());
        }

        @Override
        public String peer() {
            return "192.0.2.1:80";
        }

        @Override
        public TargetUri target() {
            return target;
        }

        @Override
        public int read(ByteBuffer buffer) throws IOException {
            if (!content.hasRemaining() && cut) {
                throw new PrematureEndException("cut");
            }
            if (!content.hasRemaining()) {
                return -1;
            }
            int count = Math.min(buffer.remaining(), content.remaining());
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
        public void close() {
            closed = true;
        }
    }
}
