package org.aptheke.systemd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a service manager what the program does; nobody, when none asked for it. A message that cannot be sent is
 * logged once and changes nothing. Safe for use by many threads.
 */
public final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final int LONGEST_STATUS = 1000;
    private static final String STATUS = "STATUS=";

    private final Environment environment;
    private final Datagrams datagrams;
    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile boolean stopping;

    private Supervisor(Environment environment, Datagrams datagrams) {
        this.environment = environment;
        this.datagrams = datagrams;
    }

    /** The one that the environment of this process names. */
    public static Supervisor of(Map<String, String> variables, long pid, Datagrams datagrams) {
        return new Supervisor(new Environment(variables, pid), datagrams);
    }

    /** None: nobody is told anything. */
    public static Supervisor none() {
        return of(Map.of(), 0, (_, _) -> {});
    }

    /** Whether somebody wants to be told. */
    public boolean listens() {
        return !socket().isEmpty();
    }

    /** What {@code systemctl status} shows. */
    public void status(String what) {
        send(STATUS + line(what));
    }

    /** Clients are served, from now on or again after {@link #reloading}. */
    public void ready(String what) {
        send("READY=1", STATUS + line(what));
    }

    /** New settings are being read; {@link #ready} follows, whatever comes of it. */
    public void reloading(String what) {
        // HotSpot's nanoTime is CLOCK_MONOTONIC on Linux, which is what is asked for here.
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
        send("RELOADING=1", "MONOTONIC_USEC=" + micros, STATUS + line(what));
    }

    /** Nobody new is served from now on; what the watchdog says is not passed on any more. */
    public void stopping(String what) {
        stopping = true;
        send("STOPPING=1", STATUS + line(what));
    }

    /** The time for a start, a stop or a reload lasts at least so long from now on. */
    void extend(Duration by) {
        send("EXTEND_TIMEOUT_USEC=" + TimeUnit.NANOSECONDS.toMicros(by.toNanos()));
    }

    /** The program works, and does what {@link #status} would show. */
    void alive(String what) {
        if (!stopping) {
            send("WATCHDOG=1", STATUS + line(what));
        }
    }

    /** Within what time {@link #alive} must be said again and again; empty when it need not be said. */
    Optional<Duration> watchdogTime() {
        boolean mine = environment.text("WATCHDOG_PID").isEmpty() || environment.means("WATCHDOG_PID");
        var micros = environment.number("WATCHDOG_USEC");
        return listens() && mine && micros.orElse(0) > 0
                ? Optional.of(Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(micros.getAsLong())))
                : Optional.empty();
    }

    private String socket() {
        return environment.text("NOTIFY_SOCKET");
    }

    private void send(String... lines) {
        if (!listens()) {
            return;
        }
        try {
            datagrams.send(name(socket()), String.join("\n", List.of(lines)).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            if (failed.compareAndSet(false, true)) {
                LOG.warn("the service manager at NOTIFY_SOCKET={} cannot be told: {}", socket(), e.getMessage());
            }
        }
    }

    /** An abstract name is written with {@code @} for its zero byte. */
    private static byte[] name(String socket) {
        var name = socket.getBytes(StandardCharsets.UTF_8);
        if (name[0] == '@') {
            name[0] = 0;
        }
        return name;
    }

    /** A line's end would begin another assignment. */
    private static String line(String what) {
        String line = what.replaceAll("\\s*\\R\\s*", " ");
        return line.length() <= LONGEST_STATUS ? line : line.substring(0, LONGEST_STATUS) + "...";
    }
}
