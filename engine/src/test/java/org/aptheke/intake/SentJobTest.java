package org.aptheke.intake;

import static org.aptheke.intake.IntakeWorld.count;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.aptheke.jobs.RunState;
import org.aptheke.jobs.RunView;
import org.aptheke.repo.codec.TarFilesWriter;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that somebody sends. */
final class SentJobTest {
    private static final String DATE = "Sat, 28 Feb 2026 00:00:00 UTC";
    private static final Instant OLD = IntakeWorld.NOW.minus(Duration.ofDays(3));
    private static final byte[] HELLO = Archive.deb(1, 5000);
    private static final byte[] BYE = Archive.deb(2, 300_000);
    private static final Archive ARCHIVE =
            Archive.of(DATE).add("pool/h/hello_1.0-1_all.deb", HELLO).add("pool/b/bye_2+1_all.deb", BYE);

    @TempDir
    private Path directory = Path.of("");

    private IntakeWorld world;
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    @BeforeEach
    void open() throws IOException {
        world = new IntakeWorld(directory);
    }

    @AfterEach
    void close() throws IOException {
        world.close();
        assertThat(world.asked).as("requests to origins").isEmpty();
        assertThat(world.data.resolve("staging")).doesNotExist();
    }

    private byte[] archive() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarFilesWriter(bytes)) {
            for (var file : files.entrySet()) {
                tar.add(file.getKey(), file.getValue().length, OLD, new ByteArrayInputStream(file.getValue()));
            }
            tar.finish();
        }
        return bytes.toByteArray();
    }

    private RunView send(byte[] archive, String... more) throws Exception {
        var arguments = new HashMap<String, String>();
        for (int i = 0; i < more.length; i += 2) {
            arguments.put(more[i], more[i + 1]);
        }
        try (var lent = world.arriving.lend(new ByteArrayInputStream(archive))) {
            arguments.put("stream", lent.token());
            return world.end(SentJob.KIND, arguments, false);
        }
    }

    private RunView take(String... more) throws Exception {
        var run = send(archive(), more);
        assertThat(run.state()).as("%s", run).isEqualTo(RunState.DONE);
        return run;
    }

    private void putCopy() {
        files.put("./dists/stable/InRelease", ARCHIVE.release());
        files.put("./dists/stable/main/binary-all/Packages", ARCHIVE.packages());
    }

    @Test
    void copyOfAnArchive_isAdopted_andWhatItNamesIsKnownByDigest() throws Exception {
        putCopy();
        files.put("whatever", HELLO);

        var run = take("as", "http://deb.example.org/debian");

        assertThat(count(run, "taken")).isEqualTo(3);
        assertThat(world.isEntered("deb.example.org/debian/pool/h/hello_1.0-1_all.deb", HELLO))
                .isTrue();
        assertThat(world.lastModified("deb.example.org/debian/dists/stable/InRelease"))
                .isPresent();
    }

    @Test
    void report_saysOfEachFile_whatBecameOfIt() throws Exception {
        putCopy();
        take("as", "http://deb.example.org/debian");
        files.clear();
        files.put("hello.deb", HELLO);
        files.put("again/hello.deb", HELLO);
        files.put("bye_2+1_all.deb", Arrays.copyOf(BYE, 1000));
        files.put("README", Samples.utf8("hello\n"));
        files.put("other_1_all.deb", Archive.deb(7, 90));

        var run = take();

        assertThat(count(run, "taken")).isEqualTo(1);
        assertThat(count(run, "known already")).isEqualTo(1);
        assertThat(count(run, "damaged")).isEqualTo(1);
        assertThat(count(run, "unmatched")).isEqualTo(1);
        assertThat(count(run, "unmatched, kept by its digest")).isEqualTo(1);
        assertThat(run.report().notes())
                .anyMatch(note -> note.startsWith("damaged: bye_2+1_all.deb: it is broken off"));
        assertThat(count(take("only-named", "true", "pin", "true"), "known already"))
                .isEqualTo(2);
    }

    @Test
    void names_thatLeadElsewhere_nameNothing() throws Exception {
        files.put("../../outside.deb", HELLO);
        files.put("/etc/outside.deb", BYE);
        files.put("a/../../dists/stable/InRelease", ARCHIVE.release());

        var run = take("as", "http://deb.example.org/debian");

        assertThat(count(run, "unmatched, kept by its digest")).isEqualTo(2);
        assertThat(count(run, "unmatched")).isEqualTo(1);
        assertThat(world.suites.status()).isEmpty();
        assertThat(directory.resolve("outside.deb")).doesNotExist();
        assertThat(directory.resolveSibling("outside.deb")).doesNotExist();
    }

    @Test
    void links_andDevices_arePassedBy() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            for (byte kind : new byte[] {TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_CHR}) {
                var entry = new TarArchiveEntry("x_1_all.deb", kind);
                entry.setLinkName("/etc/passwd");
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
        }

        var run = send(bytes.toByteArray());

        assertThat(run.run().message()).contains("no file was sent");
    }

    @Test
    void archive_brokenOff_orNone_isRefused_andLeavesNothing() throws Exception {
        files.put("hello.deb", HELLO);
        files.put("bye.deb", BYE);
        var archive = archive();

        for (int length : new int[] {100, 3_000, 100_000}) {
            var run = send(Arrays.copyOf(archive, length));
            assertThat(run.state()).as("%s", run).isEqualTo(RunState.FAILED);
        }
        assertThat(send(Samples.bytes(4, 5_000)).state()).isEqualTo(RunState.FAILED);
        assertThat(world.files()).isEmpty();
    }

    @Test
    void files_withoutRoom_areRefused_andLeaveNothing() throws Exception {
        world.blobs.limit(100_000, 90_000, () -> {});
        world.blobs.countUsed();
        files.put("hello.deb", HELLO);
        files.put("bye.deb", BYE);

        var run = send(archive());

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.run().message()).contains("no room for ");
        assertThat(world.files()).isEmpty();
    }
}
