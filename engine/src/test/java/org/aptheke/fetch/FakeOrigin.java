package org.aptheke.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.aptheke.http.Fields;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.OriginClient;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginResponse;
import org.aptheke.origin.PrematureEndException;

/** An origin in memory that answers one request after the other as a test told it to. */
final class FakeOrigin implements OriginClient {
    private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
    private volatile Script last = request -> {
        throw new IOException("no answer is scripted for " + request.target());
    };
    final List<OriginRequest> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger open = new AtomicInteger();

    /** Answers one request. */
    interface Script {
        Reply answer(OriginRequest request) throws IOException, InterruptedException;
    }

    FakeOrigin then(Script script) {
        scripts.add(script);
        return this;
    }

    /** For requests that none of the others is left for. */
    FakeOrigin otherwise(Script script) {
        last = script;
        return this;
    }

    @Override
    public OriginResponse send(OriginRequest request) throws IOException, InterruptedException {
        requests.add(request);
        var script = scripts.poll();
        if (script == null) {
            script = last;
        }
        var reply = script.answer(request);
        open.incrementAndGet();
        return reply.response(request.target(), open::decrementAndGet);
    }

    /** Does something between two reads: waits, breaks off. */
    interface Step {
        void run() throws IOException, InterruptedException;
    }

    /** What one response is made of: pieces of content, and steps between them. */
    static final class Reply {
        private final int status;
        private final Fields fields;
        private final Queue<Object> sequence = new ArrayDeque<>();
        private long bytes;
        private OptionalLong length = OptionalLong.empty();
        private boolean lengthKnown = true;
        private boolean tellsItsEnd = true;
        private boolean ready;

        private Reply(int status, Fields fields) {
            this.status = status;
            this.fields = fields;
        }

        static Reply of(int status, String... fields) {
            return new Reply(status, Fields.of(fields));
        }

        Reply bytes(byte[] content, int from, int to) {
            sequence.add(ByteBuffer.wrap(content, from, to - from).slice());
            bytes += to - from;
            return this;
        }

        Reply bytes(byte[] content) {
            return bytes(content, 0, content.length);
        }

        Reply step(Step step) {
            sequence.add(step);
            return this;
        }

        Reply breakOff() {
            return step(() -> {
                throw new PrematureEndException("the connection broke");
            });
        }

        Reply length(long value) {
            length = OptionalLong.of(value);
            return this;
        }

        /** Its end is that of the connection. */
        Reply untilClose() {
            tellsItsEnd = false;
            return unknownLength();
        }

        /** More of it is always there already. */
        Reply ready() {
            ready = true;
            return this;
        }

        Reply unknownLength() {
            lengthKnown = false;
            return this;
        }

        OriginResponse response(TargetUri target, Runnable closed) {
            var known = lengthKnown ? OptionalLong.of(length.orElse(bytes)) : OptionalLong.empty();
            return new Playing(this, target, known, closed);
        }
    }

    private static final class Playing implements OriginResponse {
        private final Reply reply;
        private final TargetUri target;
        private final OptionalLong length;
        private final Runnable closed;

        Playing(Reply reply, TargetUri target, OptionalLong length, Runnable closed) {
            this.reply = reply;
            this.target = target;
            this.length = length;
            this.closed = closed;
        }

        @Override
        public int status() {
            return reply.status;
        }

        @Override
        public Fields fields() {
            return reply.fields;
        }

        @Override
        public OptionalLong length() {
            return length;
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
            while (true) {
                var next = reply.sequence.peek();
                if (next == null) {
                    return -1;
                }
                if (next instanceof ByteBuffer content && content.hasRemaining()) {
                    int count = Math.min(content.remaining(), buffer.remaining());
                    buffer.put(content.slice(content.position(), count));
                    content.position(content.position() + count);
                    return count;
                }
                reply.sequence.remove();
                if (next instanceof Step step) {
                    run(step);
                }
            }
        }

        private static void run(Step step) throws IOException {
            try {
                step.run();
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
        }

        @Override
        public boolean isReady() {
            return reply.ready;
        }

        @Override
        public boolean tellsItsEnd() {
            return reply.tellsItsEnd;
        }

        @Override
        public void close() {
            closed.run();
        }
    }
}
