package org.aptheke.intake;

import static org.aptheke.intake.IntakeWorld.count;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.aptheke.bundle.ExportJob;
import org.aptheke.bundle.SigningKey;
import org.aptheke.jobs.RunState;
import org.aptheke.jobs.RunView;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From one instance to another in a file, and all that may befall it on the way. */
final class BundleJobTest {
    private static final String DATE = "Sat, 28 Feb 2026 00:00:00 UTC";
    private static final String LATER = "Sun, 01 Mar 2026 00:00:00 UTC";
    private static final byte[] HELLO = Archive.deb(1, 5000);
    private static final byte[] BYE = Archive.deb(2, 300_000);
    private static final byte[] NEWS = Archive.deb(3, 700);
    private static final String ROOT = "deb.example.org/debian/";

    @TempDir
    private Path directory = Path.of("");

    private IntakeWorld here;
    private IntakeWorld there;

    @BeforeEach
    void open() throws Exception {
        here = new IntakeWorld(directory.resolve("here"));
        there = new IntakeWorld(directory.resolve("there"));
        there.trustedExporters.add(SigningKey.in(here.exports.keyFile()).exporter());
        store(archive(DATE));
    }

    @AfterEach
    void close() throws IOException {
        here.close();
        there.close();
        assertThat(there.asked).as("requests to origins").isEmpty();
    }

    private static Archive archive(String date) {
        return Archive.of(date).add("pool/h/hello_1.0-1_all.deb", HELLO).add("pool/b/bye_2+1_all.deb", BYE);
    }

    /** Has the archive, with all that it names, in the instance that exports. */
    private void store(Archive archive) throws Exception {
        var copy = directory.resolve("copy");
        IntakeWorld.write(copy.resolve("dists/stable/InRelease"), archive.release());
        IntakeWorld.write(copy.resolve("dists/stable/main/binary-all/Packages"), archive.packages());
        IntakeWorld.write(copy.resolve("pool/h/hello_1.0-1_all.deb"), HELLO);
        IntakeWorld.write(copy.resolve("pool/b/bye_2+1_all.deb"), BYE);
        IntakeWorld.write(copy.resolve("pool/n/news_1_all.deb"), NEWS);
        here.take(Map.of(
                "from", copy.toString(), "as", "http://deb.example.org/debian", "copy", "true", "only-named", "true"));
    }

    private byte[] export(String... arguments) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var lent = here.exports.streams().lend(bytes)) {
            here.run(ExportJob.KIND, with(arguments, "stream", lent.token()));
            assertThat(here.exports.marks().confirm(lent.token())).isTrue();
        }
        return bytes.toByteArray();
    }

    private static Map<String, String> with(String[] arguments, String... more) {
        var all = new HashMap<String, String>();
        for (var pairs : new String[][] {arguments, more}) {
            for (int i = 0; i < pairs.length; i += 2) {
                all.put(pairs[i], pairs[i + 1]);
            }
        }
        return all;
    }

    private RunView send(byte[] bundle, String... arguments) throws Exception {
        try (var lent = there.arriving.lend(new ByteArrayInputStream(bundle))) {
            return there.end(BundleJob.KIND, with(arguments, "stream", lent.token()), false);
        }
    }

    private RunView take(byte[] bundle) throws Exception {
        var run = send(bundle);
        assertThat(run.state()).as("%s", run).isEqualTo(RunState.DONE);
        assertThat(there.data.resolve("staging")).doesNotExist();
        return run;
    }

    private void assertRefused(byte[] bundle, String why) throws Exception {
        var before = there.files();
        var run = send(bundle);
        assertThat(run.state()).as("%s", run).isEqualTo(RunState.FAILED);
        assertThat(run.run().message()).contains(why);
        assertThat(there.files()).isEqualTo(before);
        assertThat(there.data.resolve("staging")).doesNotExist();
        assertThat(there.catalog.keys("", 10)).isEmpty();
        assertThat(there.suites.status()).isEmpty();
    }

    // ---- what goes well

    @Test
    void bundle_isTakenIn_withItsSuiteItsNamesAndItsDates() throws Exception {
        var run = take(export());

        assertThat(count(run, "taken")).isEqualTo(4);
        assertThat(there.suites.status()).singleElement().satisfies(status -> {
            assertThat(status.suite()).isEqualTo(ROOT + "dists/stable");
            assertThat(status.current().orElseThrow().verdict()).isEqualTo("trusted");
        });
        assertThat(there.isEntered(ROOT + "pool/h/hello_1.0-1_all.deb", HELLO)).isTrue();
        assertThat(there.isEntered(ROOT + "pool/b/bye_2+1_all.deb", BYE)).isTrue();
        assertThat(there.lastModified(ROOT + "dists/stable/InRelease"))
                .isEqualTo(here.lastModified(ROOT + "dists/stable/InRelease"))
                .isPresent();
    }

    @Test
    void bundle_takenTwice_isKnown() throws Exception {
        var bundle = export();
        take(bundle);
        var files = there.files();

        var run = take(bundle);

        assertThat(count(run, "known already")).isEqualTo(4);
        assertThat(count(run, "taken")).isZero();
        assertThat(there.files()).isEqualTo(files);
    }

    @ParameterizedTest
    @ValueSource(strings = {"last", "monday"})
    void delta_sinceAnExport_hasOnlyWhatIsNew(String name) throws Exception {
        take(export("as", "monday"));
        store(archive(LATER).add("pool/n/news_1_all.deb", NEWS));

        var bundle = export("since", name);

        assertThat(new Tampering(bundle).members).hasSize(2 + 3);
        assertThat(count(take(bundle), "taken")).isEqualTo(3);
        assertThat(there.isEntered(ROOT + "pool/n/news_1_all.deb", NEWS)).isTrue();
        assertThat(there.suites.names().getFirst().generations()).hasSize(2);
        assertThat(new Tampering(export("since", "last")).members).hasSize(2);
    }

    @Test
    void delta_sinceATime_hasWhatWasStoredFromThenOn() throws Exception {
        take(export());
        here.clock.advance(Duration.ofDays(3));
        store(archive(LATER).add("pool/n/news_1_all.deb", NEWS));

        assertThat(new Tampering(export("since", "2d")).members).hasSize(2 + 3);
        assertThat(new Tampering(export("since", "2026-03-02T00:00:00Z")).members)
                .hasSize(2 + 3);
        assertThat(new Tampering(export("since", "2026-02-01")).members).hasSize(2 + 5);
    }

    @Test
    void delta_thatWasNotConfirmed_countsForNothing() throws Exception {
        try (var lent = here.exports.streams().lend(new ByteArrayOutputStream())) {
            here.run(ExportJob.KIND, Map.of("stream", lent.token()));
        }

        var run = here.end(ExportJob.KIND, Map.of("since", "last"), true);

        assertThat(run.run().message()).contains("since is to be a date").contains("exports are none");
    }

    @Test
    void contents_thatTheStoreHasUnderOtherNames_areKnown_andGetTheirs() throws Exception {
        IntakeWorld.write(there.dropFolder.resolve("x_1_all.deb"), HELLO);
        there.run(IntakeJob.KIND, Map.of());

        var run = take(export());

        assertThat(count(run, "taken")).isEqualTo(3);
        assertThat(count(run, "known already")).isEqualTo(1);
        assertThat(there.isEntered(ROOT + "pool/h/hello_1.0-1_all.deb", HELLO)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA512", "MD5"})
    void archive_withoutSha256_isTakenToo_andTwice(String algorithm) throws Exception {
        store(new Archive(algorithm, LATER).add("pool/n/news_1_all.deb", NEWS));
        var bundle = export();

        assertThat(count(take(bundle), "taken")).isEqualTo(3);
        assertThat(count(take(bundle), "known already")).isEqualTo(3);
    }

    @Test
    void suites_canBeChosen() throws Exception {
        assertThat(new Tampering(export("suite", "deb.example.org/debian")).members)
                .hasSize(2 + 4);
        assertThat(new Tampering(export("suite", ROOT + "dists/stable")).members)
                .hasSize(2 + 4);
        assertThat(here.end(ExportJob.KIND, Map.of("suite", "deb.example.org/deb"), true)
                        .run()
                        .message())
                .contains("no suite deb.example.org/deb is known");
    }

    @Test
    void contents_thatNotEverybodyMayHave_areLeftOut() throws Exception {
        var secret = Archive.deb(9, 900);
        try (var deposit = here.blobs.open(0, OptionalLong.of(secret.length))) {
            deposit.write(ByteBuffer.wrap(secret));
            deposit.commitFor("site");
        }
        store(archive(LATER).add("pool/s/secret_1_all.deb", secret));

        var run = here.end(ExportJob.KIND, Map.of(), true);

        assertThat(here.has(secret)).isTrue();
        assertThat(run.report().notes()).contains("1 files are left out because they came by credentials");
        assertThat(new Tampering(export()).members).hasSize(2 + 4);
    }

    @Test
    void plan_readsAll_andLeavesNothing() throws Exception {
        var bundle = export();
        try (var lent = there.arriving.lend(new ByteArrayInputStream(bundle))) {
            var run = there.end(BundleJob.KIND, Map.of("stream", lent.token()), true);

            assertThat(run.state()).isEqualTo(RunState.DONE);
            assertThat(run.report().counts()).hasSize(3);
        }
        assertThat(there.files()).isEmpty();
    }

    @Test
    void file_isWrittenWhole_andTakenFromTheFolder() throws Exception {
        var run = here.run(ExportJob.KIND, Map.of("to", "site.tar.zst"));

        var file = here.data.resolve("_export/site.tar.zst");
        assertThat(file.getParent()).isDirectoryContaining(found -> found.equals(file));
        assertThat(run.report().notes()).anyMatch(note -> note.startsWith("signed by ed25519:"));
        Files.createDirectories(there.dropFolder);
        Files.copy(file, there.dropFolder.resolve("site.tar.zst"));
        assertThat(count(there.run(BundleJob.KIND, Map.of("from", "site.tar.zst")), "taken"))
                .isEqualTo(4);
        assertThat(here.end(ExportJob.KIND, Map.of("since", "last"), true).state())
                .isEqualTo(RunState.DONE);
    }

    // ---- what is refused

    @Test
    void exporter_thatIsNotTrusted_isRefused_withTheRemedy() throws Exception {
        var bundle = export();
        var key = SigningKey.in(here.exports.keyFile()).exporter();
        there.trustedExporters.clear();
        assertRefused(bundle, "no exporter is trusted here");
        there.trustedExporters.add(SigningKey.in(there.exports.keyFile()).exporter());
        assertRefused(bundle, "it is signed by " + key + ", which is not trusted here");

        assertThat(send(bundle, "trust", key.text()).state()).isEqualTo(RunState.DONE);
    }

    @Test
    void archive_whoseSignatureIsWrong_isNotAdopted_whoeverSignedTheBundle() throws Exception {
        there.trustNobody();

        var run = take(export());

        assertThat(there.suites.status()).isEmpty();
        assertThat(run.report().notes()).anyMatch(note -> note.contains("its release files are not taken: bad"));
        assertThat(there.isEntered(ROOT + "pool/h/hello_1.0-1_all.deb", HELLO)).isFalse();
    }

    @Test
    void members_eachWithOneByteFlipped_areRefused() throws Exception {
        var bundle = export();
        for (int i = 0; i < 6; i++) {
            var tampering = new Tampering(bundle);
            var member = tampering.members.get(i);
            for (int at : new int[] {0, member.bytes().length / 2, member.bytes().length - 1}) {
                tampering.members.set(i, member.flipped(at));
                assertRefused(tampering.bundle(), "the bundle is refused: ");
            }
        }
    }

    @Test
    void members_swappedAddedOrLeftOut_areRefused() throws Exception {
        var bundle = export();
        assertThat(count(take(new Tampering(bundle).bundle()), "taken"))
                .as("put together by this test, and unchanged")
                .isEqualTo(4);
        there.close();
        there = new IntakeWorld(directory.resolve("fresh"));
        there.trustedExporters.add(SigningKey.in(here.exports.keyFile()).exporter());

        var swapped = new Tampering(bundle);
        Collections.swap(swapped.members, 3, 4);
        assertRefused(swapped.bundle(), "is something else");
        var added = new Tampering(bundle);
        added.members.add(new Tampering.Member("sha256/" + Samples.sha256(NEWS), NEWS));
        assertRefused(added.bundle(), "between its members is something");
        var inserted = new Tampering(bundle);
        inserted.members.add(4, new Tampering.Member("../../etc/cron.d/x", NEWS));
        assertRefused(inserted.bundle(), "is something else");
        var shorter = new Tampering(bundle);
        shorter.members.removeLast();
        assertRefused(shorter.bundle(), "is something else");
        var longer = new Tampering(bundle);
        longer.members.set(4, new Tampering.Member(longer.members.get(4).name(), new byte[1 << 24]));
        assertRefused(longer.bundle(), "has 16777216 bytes, not ");
        var unsigned = new Tampering(bundle);
        unsigned.members.remove(1);
        assertRefused(unsigned.bundle(), "where list.sig was to follow");
    }

    @Test
    void list_ofAnotherBundleOfTheSameExporter_isRefused() throws Exception {
        var first = new Tampering(export());
        store(archive(LATER).add("pool/n/news_1_all.deb", NEWS));
        var second = new Tampering(export());

        second.members.set(0, first.members.get(0));
        assertRefused(second.bundle(), "its list is not what ");
        second.members.set(1, first.members.get(1));
        assertRefused(second.bundle(), "the bundle is refused: ");
    }

    @Test
    void behindTheEnd_nothingMayFollow() throws Exception {
        var bundle = export();
        var tampering = new Tampering(bundle);
        var archive = Tampering.archive(bundle);
        assertRefused(tampering.with(Arrays.copyOf(archive, archive.length + 512)), "something follows");
        assertRefused(Arrays.copyOf(bundle, bundle.length + 1), "the bundle is refused: ");
        assertRefused(tampering.with(Arrays.copyOf(archive, archive.length - 512)), "it breaks off");
    }

    @Test
    void file_cutShortAnywhere_isRefused() throws Exception {
        var bundle = export();
        var random = new Random(7);
        for (int i = 0; i < 60; i++) {
            assertRefused(Arrays.copyOf(bundle, random.nextInt(bundle.length)), "the bundle is refused: ");
        }
        assertRefused(Arrays.copyOf(bundle, bundle.length - 1), "the bundle is refused: ");
        assertRefused(new byte[0], "it is no bundle");
    }

    @Test
    void file_withAnyByteFlipped_isRefused() throws Exception {
        var bundle = export();
        var random = new Random(8);
        var taken = new TreeMap<Integer, Integer>();
        for (int i = 0; i < 300; i++) {
            int at = i < 60 ? i : random.nextInt(bundle.length);
            var other = bundle.clone();
            other[at] ^= (byte) (1 << random.nextInt(8));
            var run = send(other);
            if (run.state() != RunState.FAILED) {
                taken.put(at, (int) other[at]);
            } else if (taken.isEmpty()) {
                assertThat(there.files()).isEmpty();
            }
        }
        // What only says how the encoder went about it changes no byte of what comes out: all of that was compared.
        assertThat(taken.keySet()).allMatch(at -> at >= 24 && at < 30);
    }

    @Test
    void bundle_withoutRoom_isRefused_andLeavesNothing() throws Exception {
        var bundle = export();
        there.blobs.limit(100_000, 90_000, () -> {});
        there.blobs.countUsed();

        assertRefused(bundle, "no room for ");
    }

    @Test
    void bundle_whoseStreamIsGone_isRefused() throws Exception {
        var run = there.end(BundleJob.KIND, Map.of("stream", "0123"), false);

        assertThat(run.run().message()).contains("send it once more");
        assertThat(here.end(ExportJob.KIND, Map.of("stream", "0123"), false)
                        .run()
                        .message())
                .contains("nobody waits for this bundle");
    }

    @Test
    void export_toNowhereOrIntoTheDataDirectory_isRefused() throws Exception {
        assertThat(here.end(ExportJob.KIND, Map.of(), false).run().message()).contains("to is missing");
        for (var to : new String[] {"../x", here.data.resolve("catalog.db").toString(), "/nowhere/at/all/x.tar.zst"}) {
            var run = here.end(ExportJob.KIND, Map.of("to", to), false);
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.run().message()).containsAnyOf("to is to be a whole path", "cannot write there");
        }
    }

    @Test
    void export_ofADamagedContent_failsWhole() throws Exception {
        var hex = Samples.sha256(BYE);
        var blob = here.data.resolve("blobs").resolve(hex.substring(0, 2)).resolve(hex.substring(2));
        var bytes = Files.readAllBytes(blob);
        bytes[100] ^= 1;
        Files.delete(blob);
        Files.write(blob, bytes);

        var run = here.end(ExportJob.KIND, Map.of("to", "x.tar.zst"), false);

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.run().message()).contains("bye_2+1_all.deb is damaged in the store");
        try (var left = Files.list(here.data.resolve("_export"))) {
            assertThat(left).isEmpty();
        }
        assertThat(here.exports.marks().confirm("0")).isFalse();
    }
}
