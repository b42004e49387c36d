package org.aptheke.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.aptheke.events.Event;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.Job;
import org.aptheke.jobs.JobRunner;
import org.aptheke.jobs.RunState;
import org.aptheke.jobs.RunView;
import org.aptheke.store.JobBook.Outcome;
import org.aptheke.store.StoreAudit;
import org.aptheke.store.sql.SqlCatalog;
import org.aptheke.store.sql.SqlContentCensus;
import org.aptheke.store.sql.SqlJobBook;
import org.aptheke.store.sql.SqlPinBook;
import org.aptheke.store.sql.SqlSuiteBook;
import org.aptheke.suite.FileOrigin;
import org.aptheke.suite.SuiteWorld;
import org.aptheke.testkit.ManualClock;
import org.aptheke.testkit.Poll;

/** The engine with its jobs over a real catalogue and a real store, without a network. */
final class House implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(60);

    final ManualClock clock;
    final FileOrigin origin;
    final SuiteWorld world;
    final HouseParts parts;
    final Observation observation;
    final SqlJobBook book;
    final SqlPinBook pins;
    final JobRunner runner;
    final Path directory;
    private final SqlCatalog catalog;
    private final SqlContentCensus contents;
    ExpireRules rules = ExpireRules.DEFAULT;

    /** @param more jobs beside those of every house */
    House(Path directory, ManualClock clock, FileOrigin origin, MoreJobs more) throws IOException {
        this.directory = directory;
        this.clock = clock;
        this.origin = origin;
        var events = new ArrayList<Event>();
        var file = directory.resolve("catalog.db");
        catalog = SqlCatalog.open(file, SqlCatalog.Settings.DEFAULT, clock, events::add);
        var stored = new SuiteWorld.Stored(directory, catalog, SqlSuiteBook.in(file), origin, clock);
        world = new SuiteWorld(stored, SuiteWorld.TRUSTING, SuiteWorld.rules(), SuiteWorld.Wraps.NONE);
        contents = SqlContentCensus.in(file);
        pins = SqlPinBook.in(file);
        book = SqlJobBook.in(file);
        observation = new Observation(book, clock);
        observation.goesOn();
        parts = new HouseParts(world.catalog, contents, world.blobs, world.blobs, pins, world.suites::names, clock);
        var jobs = new ArrayList<Job>();
        jobs.add(new ExpireJob(parts, () -> rules, observation, world.suites::forget));
        jobs.addAll(more.of(this));
        runner = new JobRunner(jobs, book, () -> 0, clock, events::add);
    }

    /** Makes further jobs. */
    interface MoreJobs {
        List<Job> of(House house);
    }

    static House in(Path directory) throws IOException {
        return in(directory, house -> List.of());
    }

    static House in(Path directory, MoreJobs more) throws IOException {
        return new House(directory, ManualClock.at(Instant.parse("2026-03-01T12:00:00Z")), new FileOrigin(), more);
    }

    /** Runs a job to its end. */
    RunView run(String kind, String... arguments) throws IOException, InterruptedException {
        return run(kind, false, arguments);
    }

    RunView plan(String kind, String... arguments) throws IOException, InterruptedException {
        return run(kind, true, arguments);
    }

    private RunView run(String kind, boolean planOnly, String... arguments) throws IOException, InterruptedException {
        world.noteUses();
        var given = new HashMap<String, String>();
        for (int i = 0; i < arguments.length; i += 2) {
            given.put(arguments[i], arguments[i + 1]);
        }
        var begun = runner.begin(kind, new Arguments(Map.copyOf(given)), planOnly, "a test");
        var ended = runner.awaitEnd(begun.run().number(), LONG).orElseThrow();
        assertThat(ended.state()).as("%s: %s", kind, ended.run().message()).isEqualTo(RunState.DONE);
        return ended;
    }

    /** How many things had that outcome, for whatever reason. */
    static long count(RunView view, Outcome outcome) {
        return view.report().counts().stream()
                .filter(count -> count.outcome() == outcome)
                .mapToLong(count -> count.count())
                .sum();
    }

    /** Gets a file as a client, and asserts that it comes. */
    byte[] get(int client, String url) throws Exception {
        var got = world.get(SuiteWorld.client(client), url);
        assertThat(got.status()).as(url).isEqualTo(200);
        return got.bytes();
    }

    /** A day goes by. The program notes that it runs. */
    void pass(Duration time) throws IOException {
        settle();
        world.noteUses();
        var end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            var left = Duration.between(clock.instant(), end);
            clock.advance(left.compareTo(Duration.ofDays(1)) < 0 ? left : Duration.ofDays(1));
            observation.goesOn();
        }
    }

    /** Waits until what was read and fetched last is filed: a client has its answer before that. */
    void settle() throws IOException {
        Poll.until("all files are closed", () -> world.blobs.openFiles() == 0);
        catalog.flush();
    }

    /** That catalogue and disk agree, and every blob is what its name says. */
    void audit() throws IOException {
        settle();
        StoreAudit.check(directory, world.blobs, world.catalog);
    }

    @Override
    public void close() throws IOException {
        runner.close();
        world.close();
        try (catalog;
                contents;
                pins) {
            book.close();
        }
    }
}
