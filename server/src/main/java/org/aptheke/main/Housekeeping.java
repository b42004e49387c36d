package org.aptheke.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.aptheke.metrics.StoreFigures;
import org.aptheke.mirror.MirrorJob;
import org.aptheke.mirror.MirrorRules;
import org.aptheke.store.JobBook;
import org.aptheke.store.local.LocalBlobStore;
import org.aptheke.store.sql.SqlContentCensus;
import org.aptheke.store.sql.SqlJobBook;
import org.aptheke.store.sql.SqlPinBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs with all that they need: made, begun and stopped in one place. */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
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
    private final AtomicBoolean counting = new AtomicBoolean();
    private final Supplier<List<MirrorRules>> mirrors;
    private final MirrorJob mirror;

    /**
     * Begins nothing yet.
     *
     * @param mirrors what is to be mirrored
     * @param answers how many answers clients got so far
     */
    Housekeeping(Supplier<Settings> settings, Supplier<List<MirrorRules>> mirrors, Works works, LongSupplier answers)
            throws IOException {
        this.settings = settings;
        this.mirrors = mirrors;
        this.data = settings.get().data();
        this.blobs = works.blobs();
        var catalogFile = data.resolve("catalog.db");
        var book = opened.add(SqlJobBook.in(catalogFile));
        var pins = opened.add(SqlPinBook.in(catalogFile));
        var contents = opened.add(SqlContentCensus.in(catalogFile));
        var observation = new Observation(book, works.clock());
        parts = new HouseParts(works.catalog(), contents, blobs, blobs, pins, works.suites()::names, works.clock());
        bundles = new Bundles(settings, works, contents, works.intakeParts(pins));
        mirror = works.mirror(pins, settings.get(), mirrors);
        List<Job> jobs = List.of(
                new ExpireJob(parts, this::expireRules, observation, works.suites()::forget),
                new EvictJob(parts, this::budget),
                new ScrubJob(parts, blobs, new Refetch(works.fetches()), book, () -> scrubRules(settings.get())),
                new DropJob(parts, works.suites()::forget),
                new PurgeJob(parts),
                works.intake(pins, settings.get()),
                bundles.exportJob(),
                bundles.importJob(),
                bundles.sentJob(),
                mirror);
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

    /** How full the store is. Has its bytes counted when that was not needed before. */
    StoreFigures figures() {
        var budget = budget();
        if (blobs.usedBytes().isEmpty() && counting.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("store-count").start(this::count);
        }
        return new StoreFigures(
                blobs.usedBytes(),
                budget.bytes(),
                budget.bytes().isPresent() ? OptionalLong.of(budget.mark()) : OptionalLong.empty(),
                budget.keepFree(),
                usableBytes(),
                blobs.openFiles());
    }

    private void count() {
        try {
            blobs.countUsed();
        } catch (IOException e) {
            LOG.warn("what is stored cannot be counted: {}", e.getMessage());
        } finally {
            counting.set(false);
        }
    }

    private OptionalLong usableBytes() {
        try {
            return OptionalLong.of(blobs.usableBytes());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Puts new settings to work that are not asked for each time. */
    void limit() {
        releaseMirrors();
        var budget = budget();
        blobs.limit(budget.bytes().orElse(Long.MAX_VALUE), budget.mark(), keeper::press);
    }

    /** What was mirrored and is not any more is kept no longer than other files. */
    private void releaseMirrors() {
        try {
            mirror.releaseRemoved().forEach(owner -> LOG.info("{}: not mirrored any more, its files may go", owner));
        } catch (IOException e) {
            LOG.warn("files of mirrors that are gone from the configuration are kept for now: {}", e.getMessage());
        }
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

    private ExpireRules expireRules() {
        var expire = settings.get().house().expire();
        return new ExpireRules(
                expire.keepUnreferenced(),
                expire.keepUnused(),
                expire.newest(),
                expire.keepIdleSuite(),
                MappedMirrors.suites(mirrors.get()));
    }

    private static ScrubRules scrubRules(Settings settings) {
        var scrub = settings.house().scrub();
        return new ScrubRules(scrub.runs(), scrub.bytesPerSecond());
    }

    private static ScheduleRules scheduleRules(Settings settings) {
        var schedule = settings.house().schedule();
        var zone = ZoneId.systemDefault();
        var jobs = new ArrayList<JobSchedule>();
        jobs.add(job("expire", schedule.expire(), zone));
        jobs.add(job("scrub", schedule.scrub(), zone));
        if (!settings.house().mirrors().isEmpty()) {
            jobs.add(job(MirrorJob.KIND, schedule.mirror(), zone));
        }
        return new ScheduleRules(jobs, schedule.jitter(), schedule.quietFrom(), schedule.quietTo(), zone);
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
