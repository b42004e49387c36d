package org.aptheke.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The lines a process has written to one of its streams so far. Safe for use by many threads. */
final class Lines {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private Lines() {}

    /** Follows a stream until it ends. */
    static Lines of(InputStream stream) {
        var lines = new Lines();
        Thread.ofVirtual().name("lines").start(() -> lines.follow(stream));
        return lines;
    }

    List<String> all() {
        lock.lock();
        try {
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a line in which the pattern is found. */
    MatchResult await(Pattern pattern, Duration limit) throws InterruptedException {
        return await(pattern, 1, limit);
    }

    /** Waits for the nth line in which the pattern is found. */
    MatchResult await(Pattern pattern, int nth, Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        int next = 0;
        int found = 0;
        lock.lock();
        try {
            while (true) {
                for (; next < lines.size(); next++) {
                    var matcher = pattern.matcher(lines.get(next));
                    if (matcher.find() && ++found == nth) {
                        return matcher.toMatchResult();
                    }
                }
                if (ended || left <= 0) {
                    throw new AssertionError("no line with '%s' %s among: %s"
                            .formatted(pattern, ended ? "before the end" : "within " + limit, lines));
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the stream has ended, and gives all its lines. */
    List<String> awaitEnd(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (!ended) {
                if (left <= 0) {
                    throw new AssertionError("the stream did not end within " + limit + ": " + lines);
                }
                left = changed.awaitNanos(left);
            }
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    private void follow(InputStream stream) {
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                append(line, false);
            }
        } catch (IOException e) {
            // The process was killed: what it had written is all there is.
        }
        append("", true);
    }

    private void append(String line, boolean last) {
        lock.lock();
        try {
            if (last) {
                ended = true;
            } else {
                lines.add(line);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
