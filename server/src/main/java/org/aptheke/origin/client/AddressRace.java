package org.aptheke.origin.client;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.aptheke.http.AddressText;
import org.aptheke.origin.OriginTimeoutException;
import org.aptheke.origin.OriginUnreachableException;

/**
 * Connects to the first of several addresses that answers (RFC 8305): families alternate, the next address gets its
 * chance after a quarter of a second or as soon as one failed, and the first connection wins. One race, one thread.
 */
final class AddressRace {
    private static final Duration NEXT_AFTER = Duration.ofMillis(250);

    private final String host;
    private final int port;
    private final Duration limit;
    private final ArrayDeque<InetAddress> waiting;
    private final List<OriginSocket> started = new ArrayList<>();
    private final LinkedBlockingQueue<Attempt> ended = new LinkedBlockingQueue<>();
    private final StringJoiner failures = new StringJoiner("; ");
    private boolean allTimedOut = true;

    AddressRace(String host, int port, Duration limit, List<InetAddress> addresses) {
        this.host = host;
        this.port = port;
        this.limit = limit;
        this.waiting = new ArrayDeque<>(alternating(addresses));
    }

    private record Attempt(OriginSocket socket, InetAddress address, Optional<IOException> failure) {}

    /**
     * Runs the race.
     *
     * @throws OriginTimeoutException when no address answered in time
     * @throws OriginUnreachableException when all failed, and not only by silence
     */
    OriginSocket run() throws IOException, InterruptedException {
        Optional<OriginSocket> winner = Optional.empty();
        try {
            winner = Optional.of(race());
            return winner.get();
        } finally {
            closeAllBut(winner);
        }
    }

    private OriginSocket race() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        int running = 0;
        while (running > 0 || !waiting.isEmpty()) {
            if (!waiting.isEmpty()) {
                start(waiting.remove());
                running++;
            }
            long left = deadline - System.nanoTime();
            Attempt attempt =
                    ended.poll(waiting.isEmpty() ? left : Math.min(left, NEXT_AFTER.toNanos()), TimeUnit.NANOSECONDS);
            if (attempt == null) {
                if (deadline - System.nanoTime() <= 0) {
                    break;
                }
            } else if (attempt.failure().isEmpty()) {
                return attempt.socket();
            } else {
                running--;
                note(attempt.address(), attempt.failure().get());
            }
        }
        throw failure();
    }

    private void start(InetAddress address) {
        var socket = new OriginSocket();
        started.add(socket);
        Thread.ofVirtual().name("connect " + host).start(() -> ended.add(attempt(socket, address)));
    }

    private Attempt attempt(OriginSocket socket, InetAddress address) {
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address, port), Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE));
            return new Attempt(socket, address, Optional.empty());
        } catch (IOException e) {
            return new Attempt(socket, address, Optional.of(e));
        }
    }

    private void note(InetAddress address, IOException failure) {
        failures.add(AddressText.of(address) + ": " + failure.getMessage());
        allTimedOut &= failure instanceof SocketTimeoutException;
    }

    private IOException failure() {
        String target = host + ":" + port;
        if (allTimedOut) {
            return new OriginTimeoutException("no connection to " + target + " within " + limit.toMillis()
                    + " ms, tried " + started.size() + " address(es)");
        }
        return new OriginUnreachableException("no connection to " + target + ": " + failures);
    }

    private void closeAllBut(Optional<OriginSocket> winner) throws IOException {
        for (var socket : started) {
            if (winner.isEmpty() || winner.get() != socket) {
                socket.close(); // ends a connect that is under way
            }
        }
    }

    /** The resolver's first address stays first; after it the other family has its turn (RFC 8305, 4). */
    private static List<InetAddress> alternating(List<InetAddress> addresses) {
        var same = new ArrayDeque<InetAddress>();
        var other = new ArrayDeque<InetAddress>();
        for (var address : addresses) {
            boolean like = address instanceof Inet6Address == addresses.getFirst() instanceof Inet6Address;
            (like ? same : other).add(address);
        }
        var order = new ArrayList<InetAddress>(addresses.size());
        while (!same.isEmpty() || !other.isEmpty()) {
            if (!same.isEmpty()) {
                order.add(same.remove());
            }
            if (!other.isEmpty()) {
                order.add(other.remove());
            }
        }
        return order;
    }
}
