package org.aptheke.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.aptheke.http.Fields;
import org.aptheke.http.Interim;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.OriginClient;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginResponse;

/** Counts what goes to the client behind it and what comes back. Safe for use by many threads. */
public record CountingClient(OriginClient client, OriginCounters counters) implements OriginClient {
    @Override
    public OriginResponse send(OriginRequest request) throws IOException, InterruptedException {
        boolean answered = false;
        try {
            var response = client.send(request);
            answered = true;
            counters.answered(response.status());
            counters.open().increment();
            return new Counted(response, counters);
        } finally {
            if (!answered) {
                counters.unanswered().increment();
            }
        }
    }

    /** A response whose content is counted while it is read. */
    private static final class Counted implements OriginResponse {
        private final OriginResponse response;
        private final OriginCounters counters;
        private boolean closed;

        Counted(OriginResponse response, OriginCounters counters) {
            this.response = response;
            this.counters = counters;
        }

        @Override
        public int status() {
            return response.status();
        }

        @Override
        public Fields fields() {
            return response.fields();
        }

        @Override
        public OptionalLong length() {
            return response.length();
        }

        @Override
        public List<Interim> interims() {
            return response.interims();
        }

        @Override
        public String peer() {
            return response.peer();
        }

        @Override
        public TargetUri target() {
            return response.target();
        }

        @Override
        public int read(ByteBuffer buffer) throws IOException {
            int count;
            try {
                count = response.read(buffer);
            } catch (IOException e) {
                counters.brokenOff().increment();
                throw e;
            }
            if (count > 0) {
                counters.bytes().add(count);
            }
            return count;
        }

        @Override
        public boolean isReady() {
            return response.isReady();
        }

        @Override
        public boolean tellsItsEnd() {
            return response.tellsItsEnd();
        }

        @Override
        public void wasRight() {
            response.wasRight();
        }

        @Override
        public void wasWrong(String how) {
            response.wasWrong(how);
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                counters.open().decrement();
            }
            response.close();
        }
    }
}
