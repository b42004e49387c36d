package org.aptheke.e2e.packages;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that ask a cache for one file again and again, each time by a connection of its own, until they are closed. What
 * they do not get is remembered.
 */
final class Callers implements AutoCloseable {
    private static final int NUMBER = 4;

    /** Of one answer, however busy the machine is. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final InetSocketAddress cache;
    private final byte[] request;
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicLong longest = new AtomicLong();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closing;

    private Callers(InetSocketAddress cache, String url) {
        this.cache = cache;
        var host = URI.create(url).getHost();
        request = "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                .formatted(url, host)
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < NUMBER; i++) {
            threads.add(Thread.ofVirtual().name("caller-" + i).start(this::call));
        }
    }

    /** @param address of the cache, on the usual port */
    static Callers of(String address, String url) {
        return new Callers(new InetSocketAddress(InetAddress.ofLiteral(address), 3142), url);
    }

    private void call() {
        while (!closing) {
            long begun = System.nanoTime();
            try (var socket = new Socket()) {
                socket.setSoTimeout((int) LIMIT.toMillis());
                socket.connect(cache, (int) LIMIT.toMillis());
                socket.getOutputStream().write(request);
                judge(socket.getInputStream().readAllBytes());
            } catch (IOException e) {
                fail(e.toString());
            }
            longest.accumulateAndGet(System.nanoTime() - begun, Math::max);
        }
    }

    private void judge(byte[] answer) {
        var text = new String(answer, StandardCharsets.ISO_8859_1);
        int head = text.indexOf("\r\n\r\n");
        var length = text.toLowerCase(Locale.ROOT).replaceFirst("(?s).*?\r\ncontent-length: *(\\d+)\r\n.*", "$1");
        if (!text.startsWith("HTTP/1.1 200 ") || !length.equals(Integer.toString(answer.length - head - 4))) {
            fail(text.substring(0, Math.max(0, head)) + " and " + (answer.length - head - 4) + " octets");
        } else {
            answers.incrementAndGet();
        }
    }

    /** How many whole answers there were so far. */
    int answers() {
        return answers.get();
    }

    /** The longest that one of them took. */
    Duration longest() {
        return Duration.ofNanos(longest.get());
    }

    /** What went wrong, in words, and how often. */
    Map<String, Integer> failures() {
        return Map.copyOf(failures);
    }

    private void fail(String how) {
        failures.merge(how, 1, Integer::sum);
    }

    @Override
    public void close() {
        closing = true;
        try {
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
