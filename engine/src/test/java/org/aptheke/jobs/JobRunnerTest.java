package org.aptheke.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.aptheke.events.Event;
import org.aptheke.store.JobBook;
import org.aptheke.store.JobBook.Count;
import org.aptheke.store.JobBook.Outcome;
import org.aptheke.store.MemoryJobBook;
import org.aptheke.testkit.ManualClock;
import org.aptheke.testkit.Poll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class JobRunnerTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final MemoryJobBook book = new MemoryJobBook();
    private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private final List<JobRunner> runners = new ArrayList<>();

    @AfterEach
    void close() {
        runners.forEach(JobRunner::close);
    }

    @Test
    void begin_twoSteps_areDoneInOrderAndReported() throws Exception {
        var job = new ScriptedJob("expire").done("one").done("two");
        var runner = runner(job);

        var run = begin(runner, "expire");
        var ended = runner.awaitEnd(run, LONG).orElseThrow();

        assertThat(job.seen).containsExactly("plan", "one", "two", "end");
        assertThat(ended.state()).isEqualTo(RunState.DONE);
        assertThat(ended.report().counts())
                .containsExactly(new Count(Outcome.PLANNED, "old", 2, 20), new Count(Outcome.DONE, "old", 2, 20));
        assertThat(ended.report().notes()).containsExactly("a remark");
        assertThat(book.find(run).orElseThrow().endedAt()).contains(clock.instant());
    }

    @Test
    void begin_planOnly_changesNothing() throws Exception {
        var job = new ScriptedJob("expire").done("one");
        var runner = runner(job);

        var run = runner.begin("expire", Arguments.NONE, true, "by hand").run().number();
        var ended = runner.awaitEnd(run, LONG).orElseThrow();

        assertThat(job.seen).containsExactly("plan");
        assertThat(ended.state()).isEqualTo(RunState.DONE);
        assertThat(ended.report().counts()).containsExactly(new Count(Outcome.PLANNED, "old", 1, 10));
    }

    @Test
    void begin_unknownKindOrArgument_isRefused() {
        var runner = runner(new ScriptedJob("expire"));

        assertThatThrownBy(() -> runner.begin("expirre", Arguments.NONE, false, "by hand"))
                .isInstanceOf(JobRefusedException.class)
                .hasMessage("no job is called expirre; there are expire");
        assertThatThrownBy(() -> runner.begin("expire", new Arguments(Map.of("siute", "x")), false, "by hand"))
                .isInstanceOf(JobRefusedException.class)
                .hasMessage("unknown argument siute; known are suite");
        assertThat(book.latest(10)).isEmpty();
    }

    @Test
    void begin_aStepThatFails_isNotedAndTheOthersAreDone() throws Exception {
        var job = new ScriptedJob("expire")
                .step(ledger -> {
                    throw new IOException("the disk is away");
                })
                .done("two");
        var runner = runner(job);

        var ended = runner.awaitEnd(begin(runner, "expire"), LONG).orElseThrow();

        assertThat(ended.state()).isEqualTo(RunState.DONE);
        assertThat(ended.report().notes()).containsExactly("a remark", "a step failed: the disk is away");
        assertThat(job.seen).contains("two");
    }

    @Test
    void begin_aFaultOfTheJob_failsTheRun() throws Exception {
        var job = new ScriptedJob("expire").step(ledger -> {
            throw new IllegalStateException("a bug");
        });
        var runner = runner(job);

        var ended = runner.awaitEnd(begin(runner, "expire"), LONG).orElseThrow();

        assertThat(ended.state()).isEqualTo(RunState.FAILED);
        assertThat(ended.run().message()).contains("a bug");
        assertThat(job.seen).contains("end");
    }

    @Test
    void cancel_betweenSteps_endsThereAndSaysSo() throws Exception {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var job = new ScriptedJob("expire").step(waiting(inside, goOn)).done("two");
        var runner = runner(job);
        var run = begin(runner, "expire");
        await(inside);

        assertThat(runner.cancel(run)).isTrue();
        goOn.countDown();
        var ended = runner.awaitEnd(run, LONG).orElseThrow();

        assertThat(ended.state()).isEqualTo(RunState.CANCELLED);
        assertThat(job.seen).containsExactly("plan", "end");
        assertThat(runner.cancel(run)).isFalse();
    }

    @Test
    void begin_theSameTwice_theSecondWaitsForTheFirst() throws Exception {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var job = new ScriptedJob("expire").step(waiting(inside, goOn));
        var runner = runner(job);
        var first = begin(runner, "expire");
        await(inside);

        var second = begin(runner, "expire");

        assertThat(runner.find(second).orElseThrow().state()).isEqualTo(RunState.WAITING);
        goOn.countDown();
        assertThat(runner.awaitEnd(first, LONG).orElseThrow().state()).isEqualTo(RunState.DONE);
        assertThat(runner.awaitEnd(second, LONG).orElseThrow().state()).isEqualTo(RunState.DONE);
        assertThat(job.seen).containsExactly("plan", "end", "plan", "end");
    }

    @Test
    void begin_claimsInCommon_wait_othersDoNot() throws Exception {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var expire = new ScriptedJob("expire", Claim.REMOVING).step(waiting(inside, goOn));
        var drop = new ScriptedJob("drop", Claim.REMOVING);
        var mirror = new ScriptedJob("mirror", Claim.BRINGING);
        var runner = runner(expire, drop, mirror);
        begin(runner, "expire");
        await(inside);

        var dropping = begin(runner, "drop");
        var mirroring = begin(runner, "mirror");

        assertThat(runner.awaitEnd(mirroring, LONG).orElseThrow().state()).isEqualTo(RunState.DONE);
        assertThat(runner.find(dropping).orElseThrow().state()).isEqualTo(RunState.WAITING);
        goOn.countDown();
        assertThat(runner.awaitEnd(dropping, LONG).orElseThrow().state()).isEqualTo(RunState.DONE);
    }

    @Test
    void cancel_aRunThatWaits_endsIt() throws Exception {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var runner = runner(new ScriptedJob("expire").step(waiting(inside, goOn)));
        begin(runner, "expire");
        await(inside);
        var second = begin(runner, "expire");

        runner.cancel(second);

        assertThat(runner.awaitEnd(second, LONG).orElseThrow().state()).isEqualTo(RunState.CANCELLED);
        goOn.countDown();
    }

    @Test
    void close_inTheMiddle_theNextProgramTakesItUpAgain() throws Exception {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var first = runner(new ScriptedJob("expire").step(waiting(inside, goOn)).done("two"));
        var run = first.begin("expire", new Arguments(Map.of("suite", "sid")), false, "by hand")
                .run()
                .number();
        await(inside);
        var closing = new Thread(first::close);
        closing.start();
        awaitStopping(closing);
        goOn.countDown();
        closing.join(LONG);
        assertThat(book.unended()).hasSize(1);

        var job = new ScriptedJob("expire").done("again");
        var second = runner(job);
        second.start();
        var ended = second.awaitEnd(run, LONG).orElseThrow();

        assertThat(ended.state()).isEqualTo(RunState.DONE);
        assertThat(ended.run().arguments()).isEqualTo(Map.of("suite", "sid"));
        assertThat(job.seen).containsExactly("plan", "again", "end");
        assertThat(book.unended()).isEmpty();
    }

    @Test
    void start_aKindThatIsNoMore_isFailed() throws Exception {
        var kind = new ScriptedJob("former");
        var before = runner(kind);
        var asked = book.add(new JobBook.Run(
                0,
                "former",
                Map.of(),
                false,
                "by hand",
                "waiting",
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                ""));
        before.close();
        var runner = runner(new ScriptedJob("expire"));

        runner.start();

        assertThat(runner.find(asked.number()).orElseThrow().state()).isEqualTo(RunState.FAILED);
    }

    @Test
    void view_whileItRuns_showsHowFarItIs() throws Exception {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var runner = runner(new ScriptedJob("expire").done("one").step(waiting(inside, goOn)));
        var run = begin(runner, "expire");
        await(inside);

        var progress = runner.find(run).orElseThrow().progress();

        assertThat(progress).isEqualTo(new Progress("", 1, 2, 10, 20));
        goOn.countDown();
    }

    @Test
    void results_runsThatEndedInAllWays_areCountedEach() throws Exception {
        var runner = runner(new ScriptedJob("expire").done("one").done("two"), new ScriptedJob("scrub").step(ledger -> {
                    throw new IllegalStateException("a fault");
                }));

        for (boolean planOnly : List.of(true, false, false)) {
            awaitEnd(runner, runner.begin("expire", Arguments.NONE, planOnly, "by hand"));
        }
        awaitEnd(runner, runner.begin("scrub", Arguments.NONE, false, "by hand"));

        var expire = result(runner, "expire");
        assertThat(expire.runs())
                .isEqualTo(Map.of(
                        RunTally.End.DONE, 2L,
                        RunTally.End.PLANNED, 1L,
                        RunTally.End.CANCELLED, 0L,
                        RunTally.End.FAILED, 0L));
        assertThat(expire.amounts()).containsEntry(Outcome.DONE, new RunTally.Amount(4, 40));
        assertThat(expire.lastDone()).contains(clock.instant());
        var scrub = result(runner, "scrub");
        assertThat(scrub.runs()).containsEntry(RunTally.End.FAILED, 1L).containsEntry(RunTally.End.DONE, 0L);
        assertThat(scrub.lastDone()).isEmpty();
    }

    @Test
    void results_afterARestart_stillSayWhenARunWasDone() throws Exception {
        var before = runner(new ScriptedJob("expire").done("one"));
        awaitEnd(before, before.begin("expire", Arguments.NONE, false, "by hand"));
        var done = clock.instant();
        clock.advance(Duration.ofDays(1));
        awaitEnd(before, before.begin("expire", Arguments.NONE, true, "by hand"));
        before.close();

        var after = result(runner(new ScriptedJob("expire").done("one")), "expire");

        assertThat(after.lastDone()).contains(done);
        assertThat(after.runs()).containsEntry(RunTally.End.DONE, 0L);
    }

    private static RunTally.Result result(JobRunner runner, String kind) throws IOException {
        return Optional.ofNullable(runner.results().get(kind)).orElseThrow();
    }

    private static void awaitEnd(JobRunner runner, RunView run) throws Exception {
        assertThat(runner.awaitEnd(run.run().number(), LONG)
                        .orElseThrow()
                        .state()
                        .hasEnded())
                .isTrue();
    }

    private JobRunner runner(Job... jobs) {
        var runner = new JobRunner(Arrays.asList(jobs), book, () -> 0, clock, events::add);
        runners.add(runner);
        return runner;
    }

    private static long begin(JobRunner runner, String kind) throws IOException {
        return runner.begin(kind, Arguments.NONE, false, "by hand").run().number();
    }

    private static Step waiting(CountDownLatch inside, CountDownLatch goOn) {
        return ledger -> {
            inside.countDown();
            await(goOn);
        };
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Until it waits for the run's thread: from then on the run is told to stop. */
    private static void awaitStopping(Thread closing) {
        Poll.until("it waits for the run", () -> closing.getState() == Thread.State.TIMED_WAITING);
    }
}
