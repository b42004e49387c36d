package org.aptheke.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.aptheke.origin.ForwardingResponse;
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
    private static final class Counted extends ForwardingResponse {
        private final OriginCounters counters;
        private boolean closed;

        Counted(OriginResponse response, OriginCounters counters) {
            super(response);
            this.counters = counters;
        }

        @Override
        public int read(ByteBuffer buffer) throws IOException {
            int count;
            try {
                count = super.read(buffer);
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
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                counters.open().decrement();
            }
            super.close();
        }
    }
}
