package org.aptheke.trust;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.aptheke.repo.openpgp.Fingerprint;
import org.aptheke.repo.openpgp.SignaturePolicy;
import org.aptheke.repo.openpgp.SignatureVerdict;
import org.aptheke.repo.openpgp.SignatureVerifier;
import org.aptheke.testkit.GpgHome;
import org.aptheke.testkit.ManualClock;
import org.aptheke.testkit.Samples;
import org.aptheke.trust.RepositoryRules.Demand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class TrustedKeysTest {
    private static final Instant MADE = Instant.parse("2025-01-01T00:00:00Z");
    private static final String ROOT = "deb.example.org/debian";

    private static GpgHome gpg;
    private static String first;
    private static String second;

    @TempDir
    private Path directory;

    private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");

    @BeforeAll
    static void makeKeys(@TempDir Path keys) throws Exception {
        gpg = GpgHome.in(keys);
        first = gpg.generate(MADE, "First", "ed25519", "sign", "never");
        second = gpg.generate(MADE, "Second", "ed25519", "sign", "never");
    }

    @AfterAll
    static void stop() throws IOException {
        gpg.close();
    }

    @Test
    void of_directory_readsKeyringsByTheirNames() throws Exception {
        write("a.gpg", gpg.export(first));
        write("b.asc", gpg.exportArmored(second));
        write("distribution-removed-keys.gpg", gpg.export(second));
        write("README", gpg.export(second));

        var keyrings = trusted(directory).of(ROOT).keyrings();

        assertThat(keyrings.fingerprints()).extracting(Fingerprint::hex).containsExactly(first, second);
        assertThat(keyrings.places(new Fingerprint(second)))
                .containsExactly(directory.resolve("b.asc").toString());
    }

    @Test
    void of_fileNamedByOperator_isReadWhateverItsName() throws Exception {
        var file = write("old-removed-keys", gpg.export(first));

        assertThat(known(trusted(file, directory.resolve("missing.gpg")))).containsExactly(first);
    }

    @Test
    void of_someFilesUnusable_theOthersCount() throws Exception {
        write("a.gpg", new byte[0]);
        write("b.gpg", Samples.utf8("<html></html>"));
        Files.createDirectory(directory.resolve("c.gpg"));
        Files.createSymbolicLink(directory.resolve("d.gpg"), Path.of("nowhere"));
        write("e.gpg", gpg.export(first));

        assertThat(known(trusted(directory))).containsExactly(first);
    }

    @Test
    void of_fileUnusable_isLoggedOnce() throws Exception {
        var file = write("b.gpg", Samples.utf8("<html></html>"));
        var log = (Logger) LoggerFactory.getLogger(KeyringFiles.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        log.addAppender(lines);
        try {
            var trusted = trusted(directory);
            for (int i = 0; i < 3; i++) {
                assertThat(known(trusted)).isEmpty();
                clock.advance(Duration.ofMinutes(1));
            }
        } finally {
            log.detachAppender(lines);
        }

        assertThat(lines.list)
                .filteredOn(line -> line.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(file + ": its keys do not count: neither a binary nor an armored OpenPGP keyring");
    }

    @Test
    void of_nothingThere_knowsNoKey() {
        assertThat(trusted(directory, directory.resolve("missing"))
                        .of(ROOT)
                        .keyrings()
                        .isEmpty())
                .isTrue();
    }

    @Test
    void of_keyAdded_countsAfterAMinuteAtMost() throws Exception {
        write("a.gpg", gpg.export(first));
        var trusted = trusted(directory);
        assertThat(known(trusted)).containsExactly(first);
        write("b.gpg", gpg.export(second));

        clock.advance(Duration.ofSeconds(59));
        assertThat(known(trusted)).as("not looked at again yet").containsExactly(first);
        clock.advance(Duration.ofSeconds(1));
        assertThat(known(trusted)).containsExactly(first, second);
    }

    @Test
    void of_fileReplacedOrRemoved_isNoticed() throws Exception {
        var file = write("a.gpg", gpg.export(first));
        var trusted = trusted(directory);
        assertThat(known(trusted)).containsExactly(first);

        write("a.gpg", gpg.export(second));
        Files.setLastModifiedTime(file, FileTime.from(MADE));
        clock.advance(Duration.ofMinutes(1));
        assertThat(known(trusted)).containsExactly(second);

        Files.delete(file);
        clock.advance(Duration.ofMinutes(1));
        assertThat(known(trusted)).isEmpty();
    }

    @Test
    void of_fileBecomesReadable_isNoticed() throws Exception {
        write("a.gpg", Samples.utf8("half a f"));
        var trusted = trusted(directory);
        assertThat(known(trusted)).isEmpty();

        write("a.gpg", gpg.export(first));
        clock.advance(Duration.ofMinutes(1));
        assertThat(known(trusted)).containsExactly(first);
    }

    @Test
    void of_nothingChanged_givesTheSameKeyrings() throws Exception {
        write("a.gpg", gpg.export(first));
        var trusted = trusted(directory);
        var before = trusted.of(ROOT).keyrings();

        clock.advance(Duration.ofHours(1));

        assertThat(trusted.of(ROOT).keyrings()).isSameAs(before);
    }

    @Test
    void of_clockSetBack_looksAgain() throws Exception {
        var trusted = trusted(directory);
        assertThat(known(trusted)).isEmpty();
        write("a.gpg", gpg.export(first));

        clock.set(MADE);

        assertThat(known(trusted)).containsExactly(first);
    }

    @Test
    void of_manyThreadsAtFirst_allGetTheKeys() throws Exception {
        write("a.gpg", gpg.export(first));
        var trusted = trusted(directory);
        try (var pool = Executors.newFixedThreadPool(16)) {
            var answers = IntStream.range(0, 64)
                    .mapToObj(i -> pool.submit(() -> known(trusted)))
                    .toList();

            for (var answer : answers) {
                assertThat(answer.get()).containsExactly(first);
            }
        }
    }

    @Test
    void of_ruleForRepository_itsKeysAloneCount() throws Exception {
        var own = write("own.gpg", gpg.export(second));
        var usual = Files.createDirectory(directory.resolve("usual"));
        Files.write(usual.resolve("a.gpg"), gpg.export(first));
        var rules = new RepositoryRules(
                new Demand(SignaturePolicy.PREFER, List.of(usual)),
                List.of(
                        new RepositoryRule(
                                "vendor.example", Optional.of(SignaturePolicy.REQUIRE), Optional.of(List.of(own))),
                        new RepositoryRule("trash.example", Optional.of(SignaturePolicy.OFF), Optional.empty())));
        var trusted = new TrustedKeys(rules, clock);
        var release = gpg.clearSign(MADE, Samples.utf8("Suite: stable\n"), List.of(first));

        var usually = trusted.of(ROOT);
        var vendors = trusted.of("vendor.example/apt");

        assertThat(SignatureVerifier.verifyInRelease(release, usually.keyrings(), clock.instant()))
                .isInstanceOf(SignatureVerdict.Good.class);
        assertThat(SignatureVerifier.verifyInRelease(release, vendors.keyrings(), clock.instant()))
                .isInstanceOf(SignatureVerdict.UnknownKey.class);
        assertThat(vendors.policy()).isEqualTo(SignaturePolicy.REQUIRE);
        assertThat(trusted.of("trash.example/apt").keyrings().isEmpty()).isTrue();
    }

    private TrustedKeys trusted(Path... places) {
        return new TrustedKeys(
                new RepositoryRules(new Demand(SignaturePolicy.PREFER, List.of(places)), List.of()), clock);
    }

    private static List<String> known(TrustedKeys trusted) {
        return trusted.of(ROOT).keyrings().fingerprints().stream()
                .map(Fingerprint::hex)
                .toList();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }
}
