package org.aptheke.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.aptheke.repo.openpgp.Keyrings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys in some files and directories. Looks at them again at most once a minute and reads what changed, so that a new
 * key needs no restart. Safe for use by many threads: one of them looks, the others go on with what is known; the first
 * time they wait for it.
 */
final class KeyringFiles {
    private static final Logger LOG = LoggerFactory.getLogger(KeyringFiles.class);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    /** In a directory; distributions put the keys that they no longer trust beside the others. */
    private static final Pattern NAME = Pattern.compile("(?!.*-removed-keys\\.).*\\.(?:gpg|asc|pgp)");

    private final List<Path> places;
    private final InstantSource clock;
    private final AtomicReference<Instant> lastLook = new AtomicReference<>(Instant.MIN);
    private final AtomicReference<Known> known = new AtomicReference<>(Known.NOTHING);
    private final CompletableFuture<Known> first = new CompletableFuture<>();

    /** The files that were there, in order, and their keys together. */
    private record Known(Map<Path, KeyringFile> files, Map<Path, String> closed, Keyrings keyrings) {
        static final Known NOTHING = new Known(Map.of(), Map.of(), Keyrings.NONE);
    }

    KeyringFiles(List<Path> places, InstantSource clock) {
        this.places = List.copyOf(places);
        this.clock = clock;
    }

    Keyrings current() {
        var now = clock.instant();
        var last = lastLook.get();
        // Also when the clock was set back.
        boolean due = now.isBefore(last) || !now.isBefore(later(last));
        if (due && lastLook.compareAndSet(last, now)) {
            try {
                look();
            } finally {
                first.complete(known.get());
            }
        }
        first.join();
        return known.get().keyrings();
    }

    private static Instant later(Instant last) {
        return last.equals(Instant.MIN) ? last : last.plus(LOOK_EVERY);
    }

    private void look() {
        var before = known.get();
        var closed = new LinkedHashMap<Path, String>();
        var files = new LinkedHashMap<Path, KeyringFile>();
        for (var path : files(closed)) {
            files.put(
                    path,
                    KeyringFile.read(path, Optional.ofNullable(before.files().get(path))));
        }
        if (files.equals(before.files()) && closed.equals(before.closed())) {
            return;
        }
        var after = new Known(files, closed, keyrings(files));
        known.set(after);
        logNews(before, after);
    }

    /** The keyrings that are there now; directories that cannot be read are put into {@code closed}. */
    private List<Path> files(Map<Path, String> closed) {
        var files = new ArrayList<Path>();
        for (var place : places) {
            if (!Files.isDirectory(place)) {
                if (Files.exists(place)) {
                    files.add(place);
                }
                continue;
            }
            try (DirectoryStream<Path> found = Files.newDirectoryStream(
                    place, file -> NAME.matcher(file.getFileName().toString()).matches())) {
                var sorted = new ArrayList<Path>();
                found.forEach(sorted::add);
                sorted.sort(null);
                files.addAll(sorted);
            } catch (IOException | DirectoryIteratorException | UncheckedIOException e) {
                closed.put(place, String.valueOf(e.getMessage()));
            }
        }
        return files;
    }

    private static Keyrings keyrings(Map<Path, KeyringFile> files) {
        var sources = new ArrayList<Keyrings.Source>();
        files.forEach((path, file) ->
                file.keyring().ifPresent(keyring -> sources.add(new Keyrings.Source(path.toString(), keyring))));
        return Keyrings.of(sources);
    }

    private static void logNews(Known before, Known after) {
        after.closed().forEach((place, trouble) -> {
            if (!trouble.equals(before.closed().get(place))) {
                LOG.warn("{}: the directory cannot be read: {}", place, trouble);
            }
        });
        after.files().forEach((path, file) -> {
            var old = before.files().get(path);
            if (file.equals(old)) {
                return;
            }
            if (!file.trouble().isEmpty()) {
                LOG.warn("{}: its keys do not count: {}", path, file.trouble());
            }
            file.keyring()
                    .filter(keyring -> !keyring.skipped().isEmpty())
                    .ifPresent(keyring -> LOG.warn("{}: {}", path, String.join("; ", keyring.skipped())));
        });
        LOG.info(
                "{} OpenPGP keys in {} keyrings",
                after.keyrings().fingerprints().size(),
                after.files().values().stream()
                        .filter(file -> file.keyring().isPresent())
                        .count());
    }
}
