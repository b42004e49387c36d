package org.aptheke.server.netty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.aptheke.http.Content;

/** Bytes that arrive when the test says so. */
final class ScriptedArrival implements Content.Arrival {
    private final OptionalLong length;
    private final LinkedBlockingQueue<Object> pieces = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger taken = new AtomicInteger();

    ScriptedArrival(OptionalLong length) {
        this.length = length;
    }

    ScriptedArrival bytes(String text) {
        pieces.add(new Content.Piece.InMemory(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1))));
        return this;
    }

    ScriptedArrival piece(Content.Piece piece) {
        pieces.add(piece);
        return this;
    }

    ScriptedArrival end() {
        return piece(new Content.Piece.End());
    }

    ScriptedArrival breaks() {
        pieces.add(new IOException("the origin broke off"));
        return this;
    }

    CountDownLatch closed() {
        return closed;
    }

    int taken() {
        return taken.get();
    }

    @Override
    public OptionalLong length() {
        return length;
    }

    @Override
    public Content.Piece next() throws IOException, InterruptedException {
        Object next = pieces.take();
        if (next instanceof IOException e) {
            throw e;
        }
        taken.incrementAndGet();
        return (Content.Piece) next;
    }

    @Override
    public Optional<Content.Piece> nextIfThere() {
        if (!(pieces.peek() instanceof Content.Piece piece) || piece instanceof Content.Piece.End) {
            return Optional.empty();
        }
        pieces.remove();
        taken.incrementAndGet();
        return Optional.of(piece);
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
