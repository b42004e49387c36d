package org.aptheke.files;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that files were changed, replaced, made or removed, and have been still since the look before: whoever writes
 * them has come to an end then. It looks now and then, which works on every file system and through symbolic links. Safe
 * for use by many threads.
 */
public final class FileWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    private final Supplier<List<Path>> files;
    private final Runnable changed;
    private final ScheduledExecutorService timer;

    /** As they were when that was last told, and at the last look. Of the timer's thread alone, once it runs. */
    private Map<Path, Optional<FileStamp>> told;

    private Map<Path, Optional<FileStamp>> seen;

    /**
     * Takes the files as they are, and does not look yet.
     *
     * @param name of the thread
     * @param files asked for at each look
     * @param changed called by one thread
     */
    public FileWatch(String name, Supplier<List<Path>> files, Runnable changed) {
        this.files = files;
        this.changed = changed;
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
        this.told = stamps();
        this.seen = told;
    }

    /** Looks so often from now on; once. */
    public void start(Duration every) {
        var _ = timer.scheduleWithFixedDelay(this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            var now = stamps();
            if (now.equals(seen) && !now.equals(told)) {
                told = now;
                changed.run();
            }
            seen = now;
        } catch (RuntimeException e) {
            LOG.error("changed files could not be read again", e);
        }
    }

    private Map<Path, Optional<FileStamp>> stamps() {
        var stamps = new HashMap<Path, Optional<FileStamp>>();
        files.get().forEach(file -> stamps.put(file, FileStamp.of(file)));
        return stamps;
    }

    /** Waits until what goes on has ended. */
    @Override
    public void close() {
        timer.close();
    }
}
