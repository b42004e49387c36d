package org.aptheke.store.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.aptheke.store.Blob;
import org.jspecify.annotations.Nullable;

/**
 * Makes files durable and gives them their names as blobs, many at once. One thread does it: what comes while it works
 * is its next group, so a commit alone is as quick as ever, and many that come together share their syncs. Safe for use
 * by many threads.
 *
 * <p>A group goes through two turns. In the first its bytes become durable, and then it is named; in the second the
 * names become durable, and then those who wait are told. The second turn of a group is the first of the next, so that
 * one sync of the whole file system serves for both; where there is little to sync, each file and directory is synced
 * alone, which leaves alone what others write to the same disk.
 */
final class GroupCommit implements Closeable {
    private static final int HELPERS = 4;
    private static final Duration HELPERS_STAY = Duration.ofSeconds(10);

    private final Disk disk;
    private final BlobLayout layout;
    private final SyncChoice choice;
    private final LinkedBlockingQueue<Waiting> arriving = new LinkedBlockingQueue<>();

    /** Threads of the system: a sync would hold a carrier of virtual threads, and another one be started for it. */
    private final ThreadPoolExecutor helpers = new ThreadPoolExecutor(
            HELPERS,
            HELPERS,
            HELPERS_STAY.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("store-sync-", 1).daemon().factory());

    /** Directories below {@code blobs} that are known to be there, and durable; used by the thread. */
    private final Set<Path> directories = new HashSet<>();

    /** Guards whether more may come: nothing may be put behind the stop. */
    private final Object gate = new Object();

    private @Nullable Thread thread;
    private boolean closed;

    GroupCommit(Disk disk, BlobLayout layout, SyncChoice choice) {
        this.disk = disk;
        this.layout = layout;
        this.choice = choice;
        helpers.allowCoreThreadTimeOut(true);
    }

    /** A file whose bytes are all written. */
    interface Candidate {
        Path path();

        Blob blob();

        void sync() throws IOException;

        /**
         * It has its name, and is no longer a partial file.
         *
         * @param replaced the bytes of the file that had that name before, whether it was of the same content or damaged
         */
        void taken(long replaced);
    }

    /** What waits in the queue. */
    private sealed interface Waiting {
        /** One to be committed. */
        record Entry(Candidate candidate, CompletableFuture<Void> done) implements Waiting {
            void fail(Throwable cause) {
                done.completeExceptionally(cause);
            }

            boolean hasFailed() {
                return done.isCompletedExceptionally();
            }
        }

        /** The end. */
        record Stop() implements Waiting {}
    }

    /** Named, but not durably: so it waits for these directories. */
    private record Named(Waiting.Entry entry, Set<Path> changed) {}

    /**
     * Waits until the blob is visible under its name, whole and durable. An interrupt does not cut that short: it would
     * not be known what has become of it.
     */
    void commit(Candidate candidate) throws IOException {
        var entry = new Waiting.Entry(candidate, new CompletableFuture<>());
        synchronized (gate) {
            if (closed) {
                throw new IOException("the store is closed");
            }
            if (thread == null) {
                thread = Thread.ofPlatform().name("store-sync").daemon().start(this::run);
            }
            arriving.add(entry);
        }
        try {
            entry.done().join();
        } catch (CompletionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        }
    }

    /** A failure of the caller's own: several may have failed for the same cause. */
    private static IOException failure(Throwable cause) {
        return new IOException(String.valueOf(cause.getMessage()), cause);
    }

    private void run() {
        try (choice) {
            List<Named> named = List.of();
            boolean stop = false;
            while (!stop || !named.isEmpty()) {
                var group = new ArrayList<Waiting.Entry>();
                stop |= take(group, named.isEmpty() && !stop);
                named = guardedTurn(group, named);
            }
        } finally {
            helpers.shutdown();
        }
    }

    /** Takes what has come, and waits for something when asked to; true when the end was among it. */
    private boolean take(List<Waiting.Entry> group, boolean wait) {
        var waiting = new ArrayList<Waiting>();
        if (wait) {
            waiting.add(takeOne());
        }
        arriving.drainTo(waiting);
        boolean stop = false;
        for (var one : waiting) {
            switch (one) {
                case Waiting.Entry entry -> group.add(entry);
                case Waiting.Stop() -> stop = true;
            }
        }
        return stop;
    }

    /** Nobody ends this thread by an interrupt. */
    private Waiting takeOne() {
        while (true) {
            try {
                return arriving.take();
            } catch (InterruptedException e) {
                // What waits here is ended by the stop.
            }
        }
    }

    /** Whatever goes wrong, those who wait are told, and the thread goes on. */
    private List<Named> guardedTurn(List<Waiting.Entry> group, List<Named> before) {
        var named = new ArrayList<Named>();
        return guard(withThose(group, before), () -> named.addAll(turn(group, before))) ? named : List.of();
    }

    private static List<Waiting.Entry> withThose(List<Waiting.Entry> group, List<Named> before) {
        var all = new ArrayList<>(group);
        before.forEach(named -> all.add(named.entry()));
        return all;
    }

    /** Returns those that have their names now. */
    private List<Named> turn(List<Waiting.Entry> group, List<Named> before) {
        var changed = new LinkedHashSet<Path>();
        before.forEach(named -> changed.addAll(named.changed()));
        var durable = new ArrayList<Waiting.Entry>();
        if (choice.prefersWhole(group.size() + changed.size())) {
            syncWhole(group, before, durable);
        } else {
            syncEach(group, before, durable);
        }
        var named = new ArrayList<Named>();
        for (var entry : durable) {
            guard(List.of(entry), () -> name(entry, named));
        }
        return named;
    }

    private void syncWhole(List<Waiting.Entry> group, List<Named> before, List<Waiting.Entry> durable) {
        if (guard(withThose(group, before), choice::syncWhole)) {
            durable.addAll(group);
            before.forEach(this::announce);
        }
    }

    private void syncEach(List<Waiting.Entry> group, List<Named> before, List<Waiting.Entry> durable) {
        var concerned = new LinkedHashMap<Path, List<Waiting.Entry>>();
        for (var named : before) {
            for (var directory : named.changed()) {
                concerned.computeIfAbsent(directory, _ -> new ArrayList<>()).add(named.entry());
            }
        }
        var deeds = new ArrayList<Runnable>();
        concerned.forEach((directory, entries) -> deeds.add(() -> guard(entries, () -> disk.syncDirectory(directory))));
        for (var entry : group) {
            deeds.add(() -> guard(List.of(entry), entry.candidate()::sync));
        }
        together(deeds);
        before.stream().filter(named -> !named.entry().hasFailed()).forEach(this::announce);
        group.stream().filter(entry -> !entry.hasFailed()).forEach(durable::add);
    }

    /** The disk may do several at once. */
    private void together(List<Runnable> deeds) {
        if (deeds.size() < 2) {
            deeds.forEach(Runnable::run);
            return;
        }
        var running = deeds.stream()
                .map(deed -> CompletableFuture.runAsync(deed, helpers))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(running).join();
    }

    private void announce(Named named) {
        directories.add(layout.directoryOf(named.entry().candidate().blob().digest()));
        named.entry().done().complete(null);
    }

    private void name(Waiting.Entry entry, List<Named> named) throws IOException {
        var candidate = entry.candidate();
        var blob = candidate.blob();
        var directory = layout.directoryOf(blob.digest());
        var changed = new LinkedHashSet<Path>();
        if (!directories.contains(directory)) {
            disk.createDirectory(directory);
            changed.add(layout.blobs());
        }
        changed.add(directory);
        var to = layout.blob(blob.digest());
        var present = disk.size(to);
        if (present.isPresent() && present.getAsLong() == blob.size()) {
            // The same bytes came by another way. That way may not have got so far as to sync the directory.
            candidate.taken(present.orElse(0));
            disk.delete(candidate.path());
        } else {
            disk.rename(candidate.path(), to);
            candidate.taken(present.orElse(0));
        }
        named.add(new Named(entry, changed));
    }

    private interface Deed {
        void run() throws IOException;
    }

    /** False when it failed: these are told so. */
    private static boolean guard(List<Waiting.Entry> concerned, Deed deed) {
        try {
            deed.run();
            return true;
        } catch (IOException | RuntimeException | Error e) {
            concerned.forEach(entry -> entry.fail(e));
            return false;
        }
    }

    /** Finishes what has come. */
    @Override
    public void close() {
        Thread running;
        synchronized (gate) {
            closed = true;
            running = thread;
            arriving.add(new Waiting.Stop());
        }
        boolean interrupted = false;
        while (running != null && running.isAlive()) {
            try {
                running.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
