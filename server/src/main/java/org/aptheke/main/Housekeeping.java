package org.aptheke.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.aptheke.config.Cron;
import org.aptheke.config.Settings;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.Job;
import org.aptheke.jobs.JobRunner;
import org.aptheke.jobs.JobSchedule;
import org.aptheke.jobs.JobScheduler;
import org.aptheke.jobs.ScheduleRules;
import org.aptheke.keep.Budget;
import org.aptheke.keep.DropJob;
import org.aptheke.keep.EvictJob;
import org.aptheke.keep.ExpireJob;
import org.aptheke.keep.ExpireRules;
import org.aptheke.keep.HouseParts;
import org.aptheke.keep.Observation;
import org.aptheke.keep.PurgeJob;
import org.aptheke.keep.Refetch;
import org.aptheke.keep.RoomKeeper;
import org.aptheke.keep.ScrubJob;
import org.aptheke.keep.ScrubRules;
import org.aptheke.store.JobBook;
import org.aptheke.store.local.LocalBlobStore;
import org.aptheke.store.sql.SqlContentCensus;
import org.aptheke.store.sql.SqlJobBook;
import org.aptheke.store.sql.SqlPinBook;

/** The jobs with all that they need: made, begun and stopped in one place. */
final class Housekeeping implements AutoCloseable {
    private static final String SEED = "schedule-seed";

    private final OpenParts opened = new OpenParts();
    private final Path data;
    private final LocalBlobStore blobs;
    private final Supplier<Settings> settings;
    private final HouseParts parts;
    private final Bundles bundles;
    private final JobRunner runner;
    private final RoomKeeper keeper;
    private final JobScheduler scheduler;

    /**
     * Begins nothing yet.
     *
     * @param answers how many answers clients got so far
     */
    Housekeeping(Supplier<Settings> settings, Works works, LongSupplier answers) throws IOException {
        this.settings = settings;
        this.data = settings.get().data();
        this.blobs = works.blobs();
        var catalogFile = data.resolve("catalog.db");
        var book = opened.add(SqlJobBook.in(catalogFile));
        var pins = opened.add(SqlPinBook.in(catalogFile));
        var contents = opened.add(SqlContentCensus.in(catalogFile));
        var observation = new Observation(book, works.clock());
        parts = new HouseParts(works.catalog(), contents, blobs, blobs, pins, works.suites()::names, works.clock());
        bundles = new Bundles(settings, works, contents, works.intakeParts(pins));
        List<Job> jobs = List.of(
                new ExpireJob(parts, () -> expireRules(settings.get()), observation, works.suites()::forget),
                new EvictJob(parts, this::budget),
                new ScrubJob(parts, blobs, new Refetch(works.fetches()), book, () -> scrubRules(settings.get())),
                new DropJob(parts, works.suites()::forget),
                new PurgeJob(parts),
                works.intake(pins, settings.get()),
                bundles.exportJob(),
                bundles.importJob(),
                bundles.sentJob());
        runner = opened.add(new JobRunner(jobs, book, answers, works.clock(), works.events()));
        keeper = opened.add(new RoomKeeper(blobs, this::budget, runner, observation));
        scheduler = opened.add(new JobScheduler(runner, book, this::schedule, works.clock(), seed(book)));
    }

    /** Chosen once for this store: two installations differ, and a restart moves no time. */
    private static long seed(JobBook book) throws IOException {
        var known = book.mark(SEED);
        if (known.isPresent()) {
            return Long.parseLong(known.get());
        }
        long seed = new SecureRandom().nextLong();
        book.mark(SEED, Long.toString(seed));
        return seed;
    }

    /** Takes up what was interrupted, and lets begin what is due. */
    void start() throws IOException {
        limit();
        Files.createDirectories(Works.dropFolder(settings.get()));
        bundles.importJob().clear();
        runner.start();
        keeper.start();
        scheduler.start();
    }

    JobRunner runner() {
        return runner;
    }

    Bundles bundles() {
        return bundles;
    }

    /** When jobs begin by themselves, by the settings in force. */
    ScheduleRules schedule() {
        return scheduleRules(settings.get());
    }

    HouseParts parts() {
        return parts;
    }

    /** Puts new settings to work that are not asked for each time. */
    void limit() {
        var budget = budget();
        blobs.limit(budget.bytes().orElse(Long.MAX_VALUE), budget.mark(), keeper::press);
    }

    /** How much may be stored, as the settings are now. */
    Budget budget() {
        var store = settings.get().store();
        return new Budget(
                store.budget().in(fileSystemBytes()),
                store.highMarkPercent() / 100.0,
                store.lowMarkPercent() / 100.0,
                store.keepFreeBytes());
    }

    /** A file system that cannot be asked has no parts: then only the disk is the limit. */
    private long fileSystemBytes() {
        try {
            return Files.getFileStore(data).getTotalSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    private static ExpireRules expireRules(Settings settings) {
        var expire = settings.house().expire();
        return new ExpireRules(expire.keepUnreferenced(), expire.keepUnused(), expire.newest(), expire.keepIdleSuite());
    }

    private static ScrubRules scrubRules(Settings settings) {
        var scrub = settings.house().scrub();
        return new ScrubRules(scrub.runs(), scrub.bytesPerSecond());
    }

    private static ScheduleRules scheduleRules(Settings settings) {
        var schedule = settings.house().schedule();
        var zone = ZoneId.systemDefault();
        return new ScheduleRules(
                List.of(job("expire", schedule.expire(), zone), job("scrub", schedule.scrub(), zone)),
                schedule.jitter(),
                schedule.quietFrom(),
                schedule.quietTo(),
                zone);
    }

    private static JobSchedule job(String kind, Cron cron, ZoneId zone) {
        return new JobSchedule(kind, Arguments.NONE, after -> cron.next(after, zone));
    }

    /** What runs ends between two steps, and is taken up again at the next start. */
    @Override
    public void close() {
        blobs.limit(Long.MAX_VALUE, Long.MAX_VALUE, () -> {});
        opened.close();
    }
}
