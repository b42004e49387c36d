package org.aptheke.intake;

import static org.aptheke.intake.IntakeWorld.count;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.aptheke.cache.CacheKey;
import org.aptheke.http.HttpDate;
import org.aptheke.jobs.RunView;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and trees from disk. */
final class IntakeJobTest {
    private static final String DATE = "Sat, 28 Feb 2026 00:00:00 UTC";
    private static final String LATER = "Sun, 01 Mar 2026 00:00:00 UTC";
    private static final byte[] HELLO = Archive.deb(1, 5000);
    private static final byte[] BYE = Archive.deb(2, 3000);

    @TempDir
    private Path directory = Path.of("");

    private Path tree = Path.of("");
    private IntakeWorld world;

    @BeforeEach
    void open() throws IOException {
        tree = Files.createDirectory(directory.resolve("tree"));
        world = new IntakeWorld(directory);
    }

    @AfterEach
    void close() throws IOException {
        world.close();
        assertThat(world.asked).as("requests to origins").isEmpty();
    }

    private static Archive archive(String date) {
        return Archive.of(date)
                .add("pool/main/h/hello/hello_1.0-1_all.deb", HELLO)
                .add("pool/main/b/bye/bye_2%2b1_all.deb".replace("%2b", "+"), BYE);
    }

    /** A copy of the archive, told what it is a copy of. */
    private RunView takeCopy(Archive archive) throws Exception {
        put("copy/dists/stable/InRelease", archive.release());
        put("copy/dists/stable/main/binary-all/Packages", archive.packages());
        return world.take(Map.of("from", tree.resolve("copy").toString(), "as", "http://deb.example.org:8080/debian/"));
    }

    @Test
    void copyOfAnArchive_itsSuiteIsAdopted_andItsFilesHaveTheirKeys() throws Exception {
        put("copy/pool/main/h/hello/hello_1.0-1_all.deb", HELLO);
        put("copy/pool/main/b/bye/bye_2+1_all.deb", BYE);

        var run = takeCopy(archive(DATE));

        assertThat(count(run, "taken")).isEqualTo(4);
        assertThat(world.suites.status()).singleElement().satisfies(status -> {
            assertThat(status.suite()).isEqualTo("deb.example.org:8080/debian/dists/stable");
            assertThat(status.url()).isEqualTo("http://deb.example.org:8080/debian/dists/stable");
            assertThat(status.current().orElseThrow().verdict()).isEqualTo("trusted");
        });
        assertThat(world.isEntered("deb.example.org:8080/debian/pool/main/h/hello/hello_1.0-1_all.deb", HELLO))
                .isTrue();
        assertThat(world.isEntered("deb.example.org:8080/debian/pool/main/b/bye/bye_2+1_all.deb", BYE))
                .isTrue();
        assertThat(run.report().notes()).anyMatch(note -> note.contains("by another name"));
    }

    @Test
    void files_whateverTheyAreCalled_areKnownByTheirDigest() throws Exception {
        takeCopy(archive(DATE));
        put("apt/hello_3%3a1.0-1_all.deb", HELLO);
        put("apt/some/download (1).bin", BYE);

        var run = take("apt");

        assertThat(count(run, "taken")).isEqualTo(2);
        assertThat(world.isEntered("deb.example.org:8080/debian/pool/main/b/bye/bye_2+1_all.deb", BYE))
                .isTrue();
    }

    @Test
    void report_saysOfEachFile_whatBecameOfItAndWhy() throws Exception {
        takeCopy(archive(DATE));
        put("in/hello_1.0-1_all.deb", HELLO);
        put("in/again/hello_1.0-1_all.deb", HELLO);
        put("in/bye_2+1_all.deb", Samples.bytes(9, 100));
        put("in/cut_1_all.deb", Arrays.copyOf(HELLO, 700));
        var flipped = BYE.clone();
        flipped[1000] ^= 4;
        put("in/other/bye_2+1_all.deb", flipped);
        put("in/unknown_1_all.deb", Archive.deb(3, 800));
        put("in/README.txt", Samples.utf8("hello\n"));
        Files.createSymbolicLink(tree.resolve("in/link.deb"), tree.resolve("in/hello_1.0-1_all.deb"));

        var run = take("in");

        assertThat(count(run, "taken")).isEqualTo(1);
        assertThat(count(run, "known already")).isEqualTo(1);
        assertThat(count(run, "damaged")).isEqualTo(3);
        assertThat(count(run, "unmatched, kept by its digest")).isEqualTo(1);
        assertThat(count(run, "unmatched")).isEqualTo(1);
        assertThat(run.report().notes())
                .anyMatch(note -> note.matches("damaged: bye_2\\+1_all.deb: it does not begin as a package does"))
                .anyMatch(note -> note.matches("damaged: cut_1_all.deb: it is broken off: .*"))
                .anyMatch(note -> note.matches("damaged: other/bye_2\\+1_all.deb: it has name and size of .*"))
                .anyMatch(note -> note.matches("unmatched, kept by its digest: unknown_1_all.deb: .*"))
                .anyMatch(note -> note.matches("unmatched: README.txt: .*"));
        assertThat(world.has(flipped)).isFalse();
        assertThat(world.has(Samples.utf8("hello\n"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA256", "SHA512", "MD5"})
    void unmatched_isFoundByAnIndexThatComesLater(String algorithm) throws Exception {
        put("in/hello_1.0-1_all.deb", HELLO);
        assertThat(count(take("in"), "unmatched, kept by its digest")).isEqualTo(1);
        var later = new Archive(algorithm, DATE).add("pool/main/h/hello/hello_1.0-1_all.deb", HELLO);

        put("copy/pool/main/h/hello/hello_1.0-1_all.deb", HELLO);
        var run = takeCopy(later);

        assertThat(count(run, "known already")).isEqualTo(1);
        assertThat(world.isEntered("deb.example.org:8080/debian/pool/main/h/hello/hello_1.0-1_all.deb", HELLO))
                .isTrue();
    }

    @Test
    void onlyNamed_leavesWhatNoIndexNames() throws Exception {
        put("in/hello_1.0-1_all.deb", HELLO);

        var run = world.take(Map.of("from", tree.resolve("in").toString(), "only-named", "true"));

        assertThat(count(run, "unmatched")).isEqualTo(1);
        assertThat(world.has(HELLO)).isFalse();
    }

    @Test
    void again_everythingIsKnownAlready() throws Exception {
        put("copy/pool/main/h/hello/hello_1.0-1_all.deb", HELLO);
        takeCopy(archive(DATE));

        var run = takeCopy(archive(DATE));

        assertThat(count(run, "known already")).isEqualTo(3);
        assertThat(count(run, "taken")).isZero();
    }

    @Test
    void olderRelease_staysOut_laterOneIsAdopted() throws Exception {
        takeCopy(archive(LATER));
        var older = takeCopy(archive(DATE));
        assertThat(older.report().notes()).anyMatch(note -> note.contains("the current one is not older"));
        assertThat(world.catalog.find(new CacheKey("deb.example.org:8080/debian/dists/stable/InRelease")))
                .as("what is asked for as InRelease")
                .hasSize(1);

        world.clock.advance(Duration.ofDays(1));
        var next = takeCopy(archive("Mon, 02 Mar 2026 00:00:00 UTC"));

        assertThat(count(next, "taken")).isEqualTo(1);
        assertThat(world.suites.status().getFirst().retained()).isEqualTo(1);
    }

    @Test
    void releaseThatIsNotTrusted_saysNothingOfFiles() throws Exception {
        world.trustNobody();
        put("copy/pool/main/h/hello/hello_1.0-1_all.deb", HELLO);

        var run = takeCopy(archive(DATE));

        assertThat(world.suites.status()).isEmpty();
        assertThat(world.catalog.keys("deb.example.org", 10)).isEmpty();
        assertThat(run.report().notes()).anyMatch(note -> note.contains("not taken: bad"));
        assertThat(count(run, "unmatched, kept by its digest")).isEqualTo(2);
    }

    @Test
    void dropFolder_isEmptiedOfWhatWasTaken() throws Exception {
        takeCopy(archive(DATE));
        Files.createDirectories(world.dropFolder.resolve("sub"));
        Files.write(world.dropFolder.resolve("sub/hello.deb"), HELLO);
        Files.write(world.dropFolder.resolve("broken_1_all.deb"), Samples.bytes(5, 50));

        var run = world.take(Map.of());

        assertThat(count(run, "taken")).isEqualTo(1);
        assertThat(world.dropFolder.resolve("sub/hello.deb")).doesNotExist();
        assertThat(world.dropFolder.resolve("broken_1_all.deb")).exists();
        assertThat(world.has(HELLO)).isTrue();
    }

    @Test
    void pin_keepsWhatWasTaken() throws Exception {
        put("in/hello_1.0-1_all.deb", HELLO);

        world.take(Map.of("from", tree.resolve("in").toString(), "pin", "true"));

        assertThat(world.pins.isPinned(IntakeWorld.digest(HELLO))).isTrue();
    }

    @Test
    void shared_onlyWhatIsNotBeingWritten() throws Exception {
        put("in/hello_1.0-1_all.deb", HELLO);
        var fresh = put("in/bye_1_all.deb", BYE);
        Files.setLastModifiedTime(fresh, FileTime.from(IntakeWorld.NOW));

        var run = take("in");

        var shares =
                HELLO.length + " bytes are the files themselves, by another name; " + BYE.length + " bytes were copied";
        var copies = "0 bytes are the files themselves, by another name; " + (BYE.length + HELLO.length)
                + " bytes were copied";
        assertThat(run.report().notes().getLast()).isIn(shares, copies);
        assertThat(Files.isWritable(fresh)).isTrue();
    }

    @Test
    void noRoom_endsEarly_andSaysSo() throws Exception {
        put("in/a_1_all.deb", HELLO);
        put("in/b_1_all.deb", BYE);
        world.blobs.limit(100, 100, () -> {});
        var _ = world.blobs.countUsed();

        var run = take("in");

        assertThat(count(run, "no room")).isEqualTo(1);
        assertThat(run.report().notes().getLast()).startsWith("ended early, because there is no room");
        assertThat(world.has(HELLO)).isFalse();
    }

    @Test
    void fields_ofACopy_areItsDates() throws Exception {
        put("copy/pool/main/h/hello/hello_1.0-1_all.deb", HELLO);

        takeCopy(archive(DATE));

        assertThat(world.lastModified("deb.example.org:8080/debian/pool/main/h/hello/hello_1.0-1_all.deb"))
                .contains(HttpDate.format(IntakeWorld.NOW.minus(Duration.ofDays(3))));
    }

    private RunView take(String name) throws Exception {
        return world.take(Map.of("from", tree.resolve(name).toString()));
    }

    private Path put(String name, byte[] content) throws IOException {
        var file = tree.resolve(name);
        IntakeWorld.write(file, content);
        return file;
    }
}
