package org.aptheke.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.aptheke.jobs.Job;
import org.aptheke.store.JobBook.Count;
import org.aptheke.store.JobBook.Outcome;
import org.aptheke.suite.SuiteWorld;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class ScrubTest {
    private static final String HOST = "deb.example.org/pool/";
    private static final int SIZE = 300_000;

    @TempDir
    Path directory;

    private House house;

    @BeforeEach
    void open() throws Exception {
        house = opened();
        for (int i = 0; i < 4; i++) {
            house.origin.put(url(i), content(i), house.clock.instant());
            house.get(1, url(i));
            house.get(1, url(i)); // once more: now it has been filed
        }
        house.world.noteUses();
    }

    private House opened() throws IOException {
        return House.in(directory, ScrubTest::jobs);
    }

    private static List<Job> jobs(House it) {
        return List.of(new ScrubJob(
                it.parts, it.world.blobs, new Refetch(it.world.fetches), it.book, () -> new ScrubRules(4, 1L << 40)));
    }

    @AfterEach
    void close() throws IOException {
        house.close();
    }

    private static String url(int number) {
        return HOST + number + ".deb";
    }

    private static byte[] content(int number) {
        return Samples.bytes(number, SIZE);
    }

    private Path blob(int number) {
        var name = Samples.sha256(content(number));
        return directory.resolve("blobs").resolve(name.substring(0, 2)).resolve(name.substring(2));
    }

    @Test
    void run_allRight_changesNothing() throws Exception {
        var ended = house.run("scrub", "all", "true");

        assertThat(ended.report().counts())
                .containsExactly(
                        new Count(Outcome.PLANNED, ScrubPlan.READ, 4, 4L * SIZE),
                        new Count(Outcome.DONE, ScrubPlan.RIGHT, 4, 4L * SIZE));
        assertThat(ended.report().notes()).isEmpty();
        house.audit();
    }

    @Test
    void run_aBitFlipped_isPutAsideAndFetchedAnew() throws Exception {
        try (var file = Files.newByteChannel(blob(1), StandardOpenOption.WRITE)) {
            file.position(SIZE / 2).write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
        }

        var ended = house.run("scrub", "all", "true");

        assertThat(ended.report().counts()).contains(new Count(Outcome.DONE, ScrubPlan.DAMAGED, 1, SIZE));
        assertThat(directory.resolve("quarantine").resolve(Samples.sha256(content(1))))
                .exists();
        assertThat(ended.report().notes()).contains(url(1) + ": fetched anew");
        assertThat(house.get(1, url(1))).isEqualTo(content(1));
        house.audit();
    }

    @Test
    void run_aBitFlippedAndOriginAway_isServedToNobody() throws Exception {
        try (var file = Files.newByteChannel(blob(1), StandardOpenOption.WRITE)) {
            file.position(SIZE / 2).write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
        }
        house.origin.away = true;

        house.run("scrub", "all", "true");

        var got = house.world.get(SuiteWorld.client(1), url(1));
        assertThat(got.status()).isEqualTo(502);
        house.audit();
    }

    @Test
    void run_truncated_isPutAsideAndFetchedAnew() throws Exception {
        try (var file = FileChannel.open(blob(2), StandardOpenOption.WRITE)) {
            file.truncate(SIZE / 3);
        }

        var ended = house.run("scrub", "all", "true");

        assertThat(ended.report().counts()).contains(new Count(Outcome.DONE, ScrubPlan.DAMAGED, 1, SIZE / 3));
        assertThat(house.get(1, url(2))).isEqualTo(content(2));
        house.audit();
    }

    @Test
    void run_missing_rowsGoAndItIsFetchedAnew() throws Exception {
        Files.delete(blob(3));

        var ended = house.run("scrub", "all", "true");

        assertThat(ended.report().counts()).contains(new Count(Outcome.DONE, ScrubPlan.LOST, 1, 0));
        assertThat(ended.report().notes()).contains(url(3) + ": its file is lost", url(3) + ": fetched anew");
        assertThat(blob(3)).hasBinaryContent(content(3));
        house.audit();
    }

    @Test
    void run_missingFromAHostThatIsNoneByTheLetter_isFetchedAnew() throws Exception {
        var url = "build_host.example.org/pool/8.deb";
        house.origin.put(url, content(8), house.clock.instant());
        house.get(1, url);
        house.get(1, url);
        house.world.noteUses();
        Files.delete(blob(8));

        var ended = house.run("scrub", "all", "true");

        assertThat(ended.report().notes()).contains(url + ": fetched anew");
        house.audit();
    }

    @Test
    void run_extraFiles_arePutAside() throws Exception {
        Files.writeString(directory.resolve("blobs/notes.txt"), "a note");
        Files.writeString(blob(0).resolveSibling("draft"), "a draft");

        var ended = house.run("scrub", "all", "true");

        assertThat(ended.report().counts()).contains(new Count(Outcome.DONE, ScrubPlan.STRANGER, 2, 0));
        assertThat(directory.resolve("blobs/notes.txt")).doesNotExist();
        assertThat(directory.resolve("quarantine/notes.txt")).hasContent("a note");
        house.audit();
    }

    @Test
    void run_catalogueLost_allIsStillRightAndSaidToBeInNone() throws Exception {
        house.close();
        for (var name : List.of("catalog.db", "catalog.db-wal", "catalog.db-shm")) {
            Files.deleteIfExists(directory.resolve(name));
        }
        house = new House(directory, house.clock, house.origin, ScrubTest::jobs);

        var ended = house.run("scrub", "all", "true");

        assertThat(ended.report().notes())
                .containsExactly(
                        "4 files are in no catalogue; what names them finds them, and expire removes the rest");
        assertThat(blob(0)).exists();
    }

    @Test
    void run_catalogueOlderThanTheBlobs_rowsOfWhatIsGoneAreDropped() throws Exception {
        house.close();
        Files.copy(directory.resolve("catalog.db"), directory.resolve("older.db"));
        house = new House(directory, house.clock, house.origin, ScrubTest::jobs);
        house.origin.put(url(9), content(9), house.clock.instant());
        house.get(1, url(9));
        house.pass(Duration.ofDays(40));
        for (int i = 4; i-- > 1; ) {
            house.get(1, url(i));
        }
        house.get(1, url(9));
        house.run("expire");
        house.close();
        Files.move(directory.resolve("older.db"), directory.resolve("catalog.db"), StandardCopyOption.REPLACE_EXISTING);
        house = new House(directory, house.clock, house.origin, ScrubTest::jobs);

        var ended = house.run("scrub", "all", "true");

        assertThat(ended.report().counts()).contains(new Count(Outcome.DONE, ScrubPlan.LOST, 1, 0));
        assertThat(ended.report().notes()).anyMatch(note -> note.startsWith("1 files are in no catalogue"));
        house.run("expire");
        assertThat(blob(9)).exists();
        house.audit();
    }

    @Test
    void run_withoutAll_aFewRunsReadEverythingOnce() throws Exception {
        long read = 0;
        for (int i = 0; i < 4; i++) {
            read += House.count(house.run("scrub"), Outcome.DONE);
        }

        assertThat(read).isEqualTo(4);
    }
}
