package org.aptheke.upstream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.aptheke.origin.Authority;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The origins that were seen to redirect http to https, so that they are asked by https at once the next time, in the
 * manner of RFC 6797. They stand in a small text file, which an operator may edit: it is read again before each change.
 * The longest known ones give way when there are too many. Safe for use by many threads.
 */
public final class SecureOrigins {
    private static final Logger LOG = LoggerFactory.getLogger(SecureOrigins.class);
    private static final int MOST = 1000;
    private static final Duration AFTER_PERMANENT = Duration.ofDays(30);
    private static final Duration AFTER_TEMPORARY = Duration.ofDays(1);
    private static final String HEAD =
            "# Origins that redirected http to https: host:port, port of https, since, until.";

    private final Path file;
    private final InstantSource clock;
    private final Object lock = new Object();
    private volatile Map<Authority, SecureOrigin> known = Map.of();

    @GuardedBy("lock")
    private boolean troubled;

    /** Those that the file names; none when there is no such file. */
    public SecureOrigins(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        reload();
    }

    /** Takes what the file says now instead of what was known. */
    public void reload() {
        synchronized (lock) {
            known = Map.copyOf(read());
        }
    }

    /** All that hold now, by name: for a page that shows them. */
    public List<SecureOrigin> entries() {
        return known.values().stream()
                .filter(this::holds)
                .sorted(Comparator.comparing(SecureOrigin::name))
                .toList();
    }

    /** The port of https to ask at instead; empty when nothing is known of such an origin. */
    public OptionalInt httpsPort(Authority http) {
        var origin = known.get(http);
        return origin != null && holds(origin) ? OptionalInt.of(origin.httpsPort()) : OptionalInt.empty();
    }

    /** Notes a redirect. */
    public void note(Authority http, int httpsPort, boolean permanent) {
        Instant now = clock.instant();
        var seen = new SecureOrigin(http, httpsPort, now, now.plus(permanent ? AFTER_PERMANENT : AFTER_TEMPORARY));
        synchronized (lock) {
            var changed = read();
            changed.put(http, seen);
            prune(changed);
            write(changed);
            known = Map.copyOf(changed);
        }
    }

    /** Forgets it; returns whether it was known. */
    public boolean forget(Authority http) {
        synchronized (lock) {
            var changed = read();
            boolean was = changed.remove(http) != null;
            if (was || known.containsKey(http)) {
                write(changed);
                known = Map.copyOf(changed);
            }
            return was;
        }
    }

    private boolean holds(SecureOrigin origin) {
        return clock.instant().isBefore(origin.until());
    }

    private void prune(Map<Authority, SecureOrigin> origins) {
        origins.values().removeIf(origin -> !holds(origin));
        if (origins.size() > MOST) {
            var oldest = new ArrayList<>(origins.values());
            oldest.sort(Comparator.comparing(SecureOrigin::since));
            oldest.subList(0, origins.size() - MOST).forEach(origin -> origins.remove(origin.http()));
        }
    }

    /** What cannot be read costs a redirect, no more; what is known stays. */
    @GuardedBy("lock")
    private Map<Authority, SecureOrigin> read() {
        var read = new TreeMap<Authority, SecureOrigin>(
                Comparator.comparing(Authority::host).thenComparingInt(Authority::port));
        try {
            for (String line : Files.readAllLines(file)) {
                SecureOrigin.parse(line).ifPresent(origin -> read.put(origin.http(), origin));
            }
        } catch (NoSuchFileException e) {
            if (troubled) {
                read.putAll(known); // it could never be written
            }
        } catch (IOException e) {
            complain("read", e);
            read.putAll(known);
        }
        return read;
    }

    @GuardedBy("lock")
    private void write(Map<Authority, SecureOrigin> origins) {
        var lines = new ArrayList<>(List.of(HEAD));
        origins.values().forEach(origin -> lines.add(origin.line()));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(fresh, lines);
            giveToOwnerOfDirectory(fresh);
            move(fresh);
            troubled = false;
        } catch (IOException e) {
            complain("written", e);
        }
    }

    /** It may be root that has an origin forgotten, and the program another user. */
    private static void giveToOwnerOfDirectory(Path fresh) throws IOException {
        var owner = Files.getOwner(fresh.resolveSibling(""));
        if (!Files.getOwner(fresh).equals(owner)) {
            Files.setOwner(fresh, owner);
        }
    }

    private void move(Path fresh) throws IOException {
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Once, until it works again. */
    @GuardedBy("lock")
    private void complain(String what, IOException e) {
        if (!troubled) {
            LOG.warn(
                    "{} cannot be {}: {}",
                    file,
                    what,
                    Optional.ofNullable(e.getMessage()).orElse(e.toString()));
        }
        troubled = true;
    }
}
