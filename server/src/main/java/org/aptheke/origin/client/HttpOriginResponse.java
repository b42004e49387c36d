package org.aptheke.origin.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aptheke.http.Fields;
import org.aptheke.http.Interim;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.BandwidthLimit;
import org.aptheke.origin.MalformedResponseException;
import org.aptheke.origin.ObjectTooLargeException;
import org.aptheke.origin.OriginLimits;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginResponse;
import org.aptheke.origin.OriginTimeoutException;
import org.jspecify.annotations.Nullable;

/** A response on its connection. {@link #close} may be called by another thread, and then ends a read. */
final class HttpOriginResponse implements OriginResponse {
    private static final int LARGEST_READ = 128 * 1024;
    private static final int BETWEEN = 64 * 1024;
    private static final int CHEAP_TO_DRAIN = 16 * 1024;
    private static final Duration DRAIN_TIME = Duration.ofMillis(20);

    private final TargetUri target;
    private final String authority;
    private final OriginExchange exchange;
    private final HttpOriginClient.Lease lease;
    private final OriginLimits limits;
    private final BandwidthLimit bandwidth;
    private final Framing framing;
    private final ContentReader content;
    private final Persistence persistence;
    private final Fields fields;
    private final String peer;
    private final RateFloor floor;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean reading;
    private boolean failed;
    private long received;
    private long pausedUntil;
    private boolean pausing;
    private byte @Nullable [] between;

    private HttpOriginResponse(
            OriginRequest request,
            OriginExchange exchange,
            HttpOriginClient.Lease lease,
            OriginLimits limits,
            BandwidthLimit bandwidth,
            Framing framing) {
        var head = exchange.head();
        this.target = request.target();
        this.authority = request.target().anonymous().authority();
        this.exchange = exchange;
        this.lease = lease;
        this.limits = limits;
        this.bandwidth = bandwidth;
        this.framing = framing;
        this.content = framing.reader(exchange.wire());
        this.persistence = Persistence.of(head);
        this.fields = HopByHop.removedFrom(head.received());
        this.peer = exchange.peer();
        this.floor = new RateFloor(limits.minimumRate(), limits.rateWindow());
    }

    /**
     * The response to an exchange.
     *
     * @throws MalformedResponseException when it does not say clearly where its content ends
     * @throws ObjectTooLargeException when it says that its content is too long
     */
    static HttpOriginResponse of(
            OriginRequest request,
            OriginExchange exchange,
            HttpOriginClient.Lease lease,
            OriginLimits limits,
            BandwidthLimit bandwidth)
            throws IOException {
        var head = exchange.head();
        Framing framing;
        try {
            framing = Framing.of(request.method(), head.getCode(), head.isVersion11(), head.received());
        } catch (MalformedResponseException e) {
            throw exchange.named(e);
        }
        if (framing instanceof Framing.Length(long bytes) && bytes > limits.maxObject()) {
            throw tooLarge(request.target().authority(), limits);
        }
        return new HttpOriginResponse(request, exchange, lease, limits, bandwidth, framing);
    }

    @Override
    public int status() {
        return exchange.head().getCode();
    }

    @Override
    public Fields fields() {
        return fields;
    }

    @Override
    public OptionalLong length() {
        return framing.length();
    }

    @Override
    public List<Interim> interims() {
        return exchange.interims();
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public TargetUri target() {
        return target;
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        if (closed.get()) {
            throw new IOException(authority + ": the response is closed");
        }
        if (!buffer.hasRemaining()) {
            return 0;
        }
        reading = true;
        boolean well = false;
        try {
            awaitBandwidth();
            int count = readInto(buffer, bandwidth.piece(Math.min(buffer.remaining(), LARGEST_READ)));
            well = true;
            return count;
        } catch (SocketTimeoutException e) {
            throw new OriginTimeoutException(
                    named("no content for " + limits.idle().toMillis() + " ms, after " + received + " bytes"), e);
        } catch (OriginTimeoutException e) {
            throw new OriginTimeoutException(named(e.getMessage() + ""), e);
        } catch (ObjectTooLargeException | InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw interruptedOr(e);
        } finally {
            failed |= !well;
            reading = false;
        }
    }

    @Override
    public boolean isReady() {
        if (pausing || content.atEnd() || framing instanceof Framing.Chunked) {
            return false; // what is there of chunks may be their framing alone
        }
        try {
            return exchange.wire().available() > 0;
        } catch (IOException e) {
            return false; // the next read says so
        }
    }

    @Override
    public boolean tellsItsEnd() {
        return !(framing instanceof Framing.UntilClose);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (!reading && !failed && persistence.persistent() && isDrained()) {
            lease.giveBack(persistence.keepAlive(limits.keepAlive()));
        } else {
            lease.breakOff();
        }
    }

    private int readInto(ByteBuffer buffer, int most) throws IOException {
        exchange.socket().allow(limits.idle());
        long before = System.nanoTime();
        int count = buffer.hasArray() ? readHeap(buffer, most) : readBetween(buffer, most);
        if (count > 0) {
            count(count, System.nanoTime() - before);
        }
        return count;
    }

    private int readHeap(ByteBuffer buffer, int most) throws IOException {
        int count = content.read(buffer.array(), buffer.arrayOffset() + buffer.position(), most);
        if (count > 0) {
            buffer.position(buffer.position() + count);
        }
        return count;
    }

    /** Sockets of the JDK read into arrays only, so bytes for a direct buffer are copied once more. */
    private int readBetween(ByteBuffer buffer, int most) throws IOException {
        byte[] bytes = between;
        if (bytes == null) {
            bytes = new byte[BETWEEN];
            between = bytes;
        }
        int count = content.read(bytes, 0, Math.min(most, bytes.length));
        if (count > 0) {
            buffer.put(bytes, 0, count);
        }
        return count;
    }

    private void count(int count, long nanosWaited) throws IOException {
        received += count;
        if (received > limits.maxObject()) {
            throw tooLarge(authority, limits);
        }
        if (!content.atEnd()) {
            floor.count(count, nanosWaited);
            Duration pause = bandwidth.count(authority, count);
            pausing = pause.isPositive();
            pausedUntil = System.nanoTime() + pause.toNanos();
        }
    }

    private void awaitBandwidth() throws InterruptedIOException {
        if (!pausing) {
            return;
        }
        long left = pausedUntil - System.nanoTime();
        pausing = false;
        try {
            if (left > 0) {
                TimeUnit.NANOSECONDS.sleep(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    /** Whether nothing of this response is left, or so little, and already here, that reading it costs nothing. */
    private boolean isDrained() {
        var socket = exchange.socket();
        try {
            socket.allow(DRAIN_TIME);
            byte[] rest = new byte[content.atEnd() ? 0 : CHEAP_TO_DRAIN];
            int drained = 0;
            while (!content.atEnd() && drained < rest.length && exchange.wire().available() > 0) {
                int count = content.read(rest, drained, rest.length - drained);
                drained += Math.max(count, 0);
            }
            // More bytes than the response has would be taken for the next one.
            return content.atEnd() && exchange.wire().available() == 0;
        } catch (IOException e) {
            return false;
        } finally {
            socket.allowAnyTime();
        }
    }

    private IOException interruptedOr(IOException e) {
        if (Thread.currentThread().isInterrupted()) {
            return interrupted(e);
        }
        return closed.get()
                ? new IOException(named("the response was closed while it was read"), e)
                : exchange.named(e);
    }

    private InterruptedIOException interrupted(Exception cause) {
        var failure = new InterruptedIOException(named("interrupted after " + received + " bytes of content"));
        failure.initCause(cause);
        return failure;
    }

    private String named(String what) {
        return authority + " (" + peer + "): " + what;
    }

    private static ObjectTooLargeException tooLarge(String authority, OriginLimits limits) {
        return new ObjectTooLargeException(
                authority + ": the content is longer than " + limits.maxObject() + " bytes, the limit for one object");
    }
}
