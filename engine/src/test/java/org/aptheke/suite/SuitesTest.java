package org.aptheke.suite;

import static org.aptheke.suite.Release.stanza;
import static org.aptheke.suite.SuiteWorld.NOON;
import static org.aptheke.suite.SuiteWorld.client;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.aptheke.fetch.FetchLimits;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients see of suites, through the whole engine. */
@Timeout(60)
final class SuitesTest {
    private static final String ARCHIVE = "deb.example.org/debian";
    private static final String STABLE = ARCHIVE + "/dists/stable";
    private static final String IN_RELEASE = STABLE + "/InRelease";
    private static final String PACKAGES = "main/binary-amd64/Packages";
    private static final String TRANSLATION = "main/i18n/Translation-en";
    private static final String DEB = "pool/main/h/hello/hello_1_all.deb";
    private static final byte[] HELLO = Samples.bytes(1, 200_000);

    @TempDir
    Path directory;

    private SuiteWorld world;

    @BeforeEach
    void open() throws IOException {
        world = SuiteWorld.in(directory);
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    private static Release release(int number) {
        return Release.of(NOON.plusSeconds(number))
                .with(PACKAGES, "Generation: " + number + "\n\n" + stanza("hello", DEB, HELLO))
                .with(TRANSLATION, "words of generation " + number);
    }

    private String got(Client client, String path) throws Exception {
        world.awaitIdle();
        var got = world.get(client, STABLE + "/" + path);
        assertThat(got.status()).as("%s: %s", path, got.text()).isEqualTo(200);
        return got.text();
    }

    // ---- a client in the middle of an update

    @Test
    void member_suiteFlipsMidway_isOfTheReleaseThatThisConnectionGot() throws Exception {
        release(1).publish(world.origin, STABLE);
        warm();
        var midway = client(1);
        assertThat(got(midway, "InRelease")).isEqualTo(release(1).text());

        release(2).publish(world.origin, STABLE);
        var fresh = client(2);

        assertThat(got(fresh, "InRelease")).isEqualTo(release(2).text());
        assertThat(got(midway, PACKAGES)).startsWith("Generation: 1\n");
        assertThat(got(midway, TRANSLATION)).isEqualTo("words of generation 1");
        assertThat(got(fresh, PACKAGES)).startsWith("Generation: 2\n");
        assertThat(got(fresh, TRANSLATION)).isEqualTo("words of generation 2");
    }

    @Test
    void counters_twoGenerations_sayTwoAdoptionsAndEachCheck() throws Exception {
        release(1).publish(world.origin, STABLE);
        warm();
        long checks = world.suites.counters().checks().sum();
        release(2).publish(world.origin, STABLE);
        got(client(2), "InRelease");
        world.awaitIdle();

        assertThat(world.suites.counters().adoptions().sum()).isEqualTo(2);
        assertThat(world.suites.counters().checks().sum()).isEqualTo(checks + 1);
    }

    @Test
    void member_connectionReopenedMidway_isStillOfTheSameRelease() throws Exception {
        release(1).publish(world.origin, STABLE);
        warm();
        got(client(1), "InRelease");
        release(2).publish(world.origin, STABLE);
        got(client(2), "InRelease");

        var again = new Client(client(1).address(), 1001);

        assertThat(got(again, PACKAGES)).startsWith("Generation: 1\n");
    }

    @Test
    void member_restartMidway_isStillThere() throws Exception {
        release(1).publish(world.origin, STABLE);
        warm();
        world = world.reopened();
        world.origin.away = true;

        assertThat(got(client(1), "InRelease")).isEqualTo(release(1).text());
        assertThat(got(client(1), PACKAGES)).startsWith("Generation: 1\n");
    }

    @Test
    void release_unchanged_isAskedConditionallyAndOnce() throws Exception {
        release(1).publish(world.origin, STABLE);
        warm();
        world.origin.requests.clear();

        var got = world.get(client(1), IN_RELEASE, "If-Modified-Since", "Sun, 01 Mar 2026 12:00:01 GMT");

        assertThat(got.status()).isEqualTo(304);
        assertThat(world.origin.requests).containsExactly(IN_RELEASE);
    }

    @Test
    void release_twoGenerationsOfOneSecond_areNotTakenForTheSame() throws Exception {
        release(1).publish(world.origin, STABLE);
        warm();
        var second = Release.of(NOON.plusSeconds(1)).with(PACKAGES, "another of the same second");
        second.publishMembers(world.origin, STABLE);
        world.origin.put(IN_RELEASE, second.text(), NOON.plusSeconds(2));
        got(client(2), "InRelease");
        world.origin.put(IN_RELEASE, second.text(), NOON.plusSeconds(1));

        var got = world.get(client(1), IN_RELEASE, "If-Modified-Since", "Sun, 01 Mar 2026 12:00:02 GMT");

        assertThat(got.status()).isEqualTo(304);
        assertThat(world.get(client(1), IN_RELEASE, "If-Modified-Since", "Sun, 01 Mar 2026 12:00:01 GMT")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void release_ofASuiteBelowThatTheUpperOneLists_isItsOwn() throws Exception {
        release(1)
                .with("updates/InRelease", "as it was when the upper one was made")
                .publish(world.origin, STABLE);
        warm();
        release(5).publish(world.origin, STABLE + "/updates");

        assertThat(got(client(1), "updates/InRelease")).isEqualTo(release(5).text());
    }

    @Test
    void release_isNone_isPassedOnAtOnceWithOneRequest() throws Exception {
        world.origin.put(IN_RELEASE, "<html>no release file</html>", NOON);

        assertThat(got(client(1), "InRelease")).isEqualTo("<html>no release file</html>");

        assertThat(world.origin.requests).containsExactly(IN_RELEASE);
    }

    @Test
    void release_isMissing_isRememberedForAMoment() throws Exception {
        assertThat(world.get(client(1), IN_RELEASE).status()).isEqualTo(404);
        world.origin.requests.clear();

        assertThat(world.get(client(2), IN_RELEASE).status()).isEqualTo(404);

        assertThat(world.origin.requests).isEmpty();
    }

    // ---- half-synced origins

    @Test
    void release_membersNeverFit_theLastWholeOneStaysAndHealsAtOnce() throws Exception {
        release(1).publish(world.origin, STABLE);
        warm();
        release(2).publishRelease(world.origin, STABLE);

        assertThat(got(client(2), "InRelease")).isEqualTo(release(1).text());
        assertThat(got(client(2), PACKAGES)).startsWith("Generation: 1\n");
        assertThat(standing())
                .isInstanceOfSatisfying(
                        Standing.Behind.class,
                        behind -> assertThat(behind.member()).isEqualTo(PACKAGES));

        release(2).publishMembers(world.origin, STABLE);
        assertThat(got(client(3), "InRelease")).isEqualTo(release(2).text());
        assertThat(got(client(3), PACKAGES)).startsWith("Generation: 2\n");
        assertThat(standing()).isInstanceOf(Standing.Current.class);
    }

    @Test
    void release_notFittingForSixHours_isAdoptedAsFarAsItFits() throws Exception {
        release(1).publish(world.origin, STABLE);
        warm();
        release(2).publishRelease(world.origin, STABLE);
        world.origin.put(STABLE + "/" + TRANSLATION, "words of generation 2", NOON.plusSeconds(2));
        got(client(2), "InRelease");

        world.clock.advance(Duration.ofHours(7));

        assertThat(got(client(3), "InRelease")).isEqualTo(release(2).text());
        assertThat(got(client(3), TRANSLATION)).isEqualTo("words of generation 2");
        assertThat(world.get(client(3), STABLE + "/" + PACKAGES).status()).isEqualTo(502);
    }

    @Test
    void release_backendsAlternate_theNewerOneStays() throws Exception {
        release(1).publish(world.origin, STABLE);
        warm();
        release(2).publish(world.origin, STABLE);
        got(client(2), "InRelease");

        release(1).publish(world.origin, STABLE);
        var got = world.get(client(3), IN_RELEASE);

        assertThat(got.text()).isEqualTo(release(2).text());
        assertThat(got(client(3), PACKAGES)).startsWith("Generation: 2\n");
        assertThat(got.fields().combined("Cache-Status").orElseThrow()).contains("older than that of the current one");
        assertThat(standing()).isInstanceOf(Standing.Refused.class);
    }

    @Test
    void member_plainNameIsOldAndByHashIsRight_isTheRightOne() throws Exception {
        release(1).byHash().publish(world.origin, STABLE);
        warm();
        var second = release(2).byHash();
        second.publish(world.origin, STABLE);
        world.origin.put(STABLE + "/" + PACKAGES, "an older one", NOON);

        assertThat(got(client(2), "InRelease")).isEqualTo(second.text());
        assertThat(got(client(2), PACKAGES)).startsWith("Generation: 2\n");
    }

    @Test
    void member_byHashIsWrongAndPlainNameIsRight_isTheRightOne() throws Exception {
        var first = release(1).byHash();
        first.publish(world.origin, STABLE);
        var packages = "Generation: 1\n\n" + stanza("hello", DEB, HELLO);
        var hashed = STABLE + "/main/binary-amd64/by-hash/SHA256/" + Samples.sha256(Samples.utf8(packages));
        world.origin.put(hashed, "something else", NOON);
        got(client(1), "InRelease");

        assertThat(world.get(client(1), hashed).text()).isEqualTo(packages);
        assertThat(got(client(1), PACKAGES)).isEqualTo(packages);
    }

    // ---- origins that are away

    @Test
    void release_originAwayForDays_isServedStaleUntilItSaysItIsTooOld() throws Exception {
        var dated = release(1).validUntil(NOON.plus(Duration.ofDays(7)));
        dated.publish(world.origin, STABLE);
        warm();
        world.origin.away = true;
        world.clock.advance(Duration.ofDays(6));

        var got = world.get(client(1), IN_RELEASE);
        assertThat(got.text()).isEqualTo(dated.text());
        assertThat(got.fields().combined("Cache-Status").orElseThrow()).contains("stale: the origin is away");

        world.clock.advance(Duration.ofDays(2));
        var late = world.get(client(1), IN_RELEASE);
        assertThat(late.status()).isEqualTo(504);
        assertThat(late.text())
                .contains("valid until 2026-03-08T12:00:00Z")
                .contains("suites.stale_beyond_valid_until");
    }

    @Test
    void release_offlineAndTooOld_saysThatItIsTooOld() throws Exception {
        release(1).validUntil(NOON.plus(Duration.ofDays(7))).publish(world.origin, STABLE);
        warm();
        world.origin.away = true;
        world.clock.advance(Duration.ofDays(6));
        world.get(client(1), IN_RELEASE);
        world.offline.set(true);
        world.clock.advance(Duration.ofDays(2));

        var got = world.get(client(1), IN_RELEASE);

        assertThat(got.status()).isEqualTo(504);
        assertThat(got.text()).contains("suites.stale_beyond_valid_until");
    }

    @Test
    void get_offline_isAnsweredFromTheStoreAndAsksNobody() throws Exception {
        release(1).publish(world.origin, STABLE);
        warm();
        var before = world.origin.requests.size();
        world.offline.set(true);
        world.clock.advance(Duration.ofDays(1));

        assertThat(got(client(1), "InRelease")).isEqualTo(release(1).text());
        var missing = world.get(client(1), "deb.example.org/debian/pool/main/m/missing/missing_1_all.deb");

        assertThat(missing.status()).isEqualTo(504);
        assertThat(missing.text()).contains("This cache is offline");
        assertThat(world.origin.requests).hasSize(before);
    }

    @Test
    void release_originSaysNotFoundForAMoment_theStoredOneStays() throws Exception {
        release(1).publish(world.origin, STABLE);
        warm();
        world.origin.remove(IN_RELEASE);

        assertThat(got(client(1), "InRelease")).isEqualTo(release(1).text());

        world.clock.advance(Duration.ofHours(7));
        assertThat(world.get(client(1), IN_RELEASE).status()).isEqualTo(404);
    }

    @Test
    void release_noInRelease_isNotFoundAndReleaseWithSignatureComes() throws Exception {
        world.origin.put(STABLE + "/Release", release(1).text(), NOON);
        world.origin.put(STABLE + "/Release.gpg", "a signature", NOON);
        release(1).publishMembers(world.origin, STABLE);

        assertThat(world.get(client(1), IN_RELEASE).status()).isEqualTo(404);
        assertThat(got(client(1), "Release")).isEqualTo(release(1).text());
        assertThat(got(client(1), "Release.gpg")).isEqualTo("a signature");
        assertThat(got(client(1), PACKAGES)).startsWith("Generation: 1\n");
    }

    @Test
    void releaseGpg_suiteFlipsBetweenReleaseAndSignature_isOfTheSameRelease() throws Exception {
        world.origin.put(STABLE + "/Release", release(1).text(), NOON);
        world.origin.put(STABLE + "/Release.gpg", "signature 1", NOON);
        release(1).publishMembers(world.origin, STABLE);
        got(client(1), "Release");
        got(client(1), PACKAGES);
        world.origin.put(STABLE + "/Release", release(2).text(), NOON.plusSeconds(2));
        world.origin.put(STABLE + "/Release.gpg", "signature 2", NOON.plusSeconds(2));
        release(2).publishMembers(world.origin, STABLE);

        assertThat(got(client(2), "Release")).isEqualTo(release(2).text());
        assertThat(got(client(2), "Release.gpg")).isEqualTo("signature 2");
        assertThat(got(client(1), "Release.gpg")).isEqualTo("signature 1");
    }

    // ---- the pool

    @Test
    void pool_wrongBody_isNeverWholeNorKeptAndHeals() throws Exception {
        release(1).publish(world.origin, STABLE);
        warm();
        var wrong = HELLO.clone();
        wrong[100_000] ^= 1;
        world.origin.put(ARCHIVE + "/" + DEB, wrong, NOON);

        assertNeverWhole(ARCHIVE + "/" + DEB);
        world.origin.put(ARCHIVE + "/" + DEB, HELLO, NOON);
        world.clock.advance(FetchLimits.DEFAULT.remembered());

        assertThat(world.get(client(1), ARCHIVE + "/" + DEB).bytes()).isEqualTo(HELLO);
        var date = "Sun, 01 Mar 2026 12:00:00 GMT";
        var resumed = world.get(client(1), ARCHIVE + "/" + DEB, "Range", "bytes=150000-", "If-Range", date);
        assertThat(resumed.status())
                .as("no rest for the beginning of a wrong one")
                .isEqualTo(200);
        assertThat(resumed.bytes()).isEqualTo(HELLO);
    }

    @Test
    void pool_wrongSize_isRefusedBeforeAByteIsGiven() throws Exception {
        release(1).publish(world.origin, STABLE);
        warm();
        world.origin.put(ARCHIVE + "/" + DEB, Arrays.copyOf(HELLO, HELLO.length - 1), NOON);

        var got = world.get(client(1), ARCHIVE + "/" + DEB);

        assertThat(got.status()).isEqualTo(502);
        assertThat(got.text()).contains("hello_1_all.deb").contains("200000");
    }

    @Test
    void pool_overwrittenInPlace_isServedAnewWhenTheIndexSaysSo() throws Exception {
        release(1).publish(world.origin, STABLE);
        warm();
        world.origin.put(ARCHIVE + "/" + DEB, HELLO, NOON);
        world.get(client(1), ARCHIVE + "/" + DEB);
        var other = Samples.bytes(2, 200_000);
        world.origin.put(ARCHIVE + "/" + DEB, other, NOON.plusSeconds(9));
        assertThat(world.get(client(1), ARCHIVE + "/" + DEB).bytes()).isEqualTo(HELLO);

        Release.of(NOON.plusSeconds(2))
                .with(PACKAGES, stanza("hello", DEB, other))
                .publish(world.origin, STABLE);
        got(client(2), "InRelease");

        assertThat(world.get(client(2), ARCHIVE + "/" + DEB).bytes()).isEqualTo(other);
    }

    @Test
    void pool_threeMirrorsAndTwoSuites_oneDownload() throws Exception {
        for (var host : new String[] {"deb.example.org", "mirror.example", "other.example"}) {
            for (var suite : new String[] {"stable", "testing"}) {
                var at = host + "/debian/dists/" + suite;
                release(1).publish(world.origin, at);
                world.get(client(1), "http://" + at + "/InRelease");
                world.get(client(1), "http://" + at + "/" + PACKAGES);
            }
            world.origin.put(host + "/debian/" + DEB, HELLO, NOON);
        }
        world.origin.requests.clear();

        for (var url : new String[] {
            "http://deb.example.org/debian/",
            "https://deb.example.org/debian/",
            "http://mirror.example/debian/",
            "https://other.example/debian/"
        }) {
            assertThat(world.get(client(1), url + DEB).bytes()).isEqualTo(HELLO);
        }

        assertThat(world.origin.requests).containsExactly("deb.example.org/debian/" + DEB);
    }

    @Test
    void warm_newVersionOfAUsedPackage_isThereBeforeAClientAsks() throws Exception {
        world.warm = new WarmRules(1_000_000, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, ZoneOffset.UTC);
        release(1).publish(world.origin, STABLE);
        warm();
        world.origin.put(ARCHIVE + "/" + DEB, HELLO, NOON);
        world.get(client(1), ARCHIVE + "/" + DEB);
        world.get(client(1), ARCHIVE + "/" + DEB);
        var newer = Samples.bytes(4, 30_000);
        var other = Samples.bytes(5, 30_000);
        var path = "pool/main/h/hello/hello_2_all.deb";
        world.origin.put(ARCHIVE + "/" + path, newer, NOON);
        world.origin.put(ARCHIVE + "/pool/other_2_all.deb", other, NOON);
        Release.of(NOON.plusSeconds(2))
                .with(PACKAGES, stanza("hello", path, newer) + stanza("other", "pool/other_2_all.deb", other))
                .publish(world.origin, STABLE);

        got(client(2), "InRelease");
        world.awaitNews("fetched ahead 1 files of 30000 bytes");

        world.origin.away = true;
        assertThat(world.get(client(2), ARCHIVE + "/" + path).bytes()).isEqualTo(newer);
        assertThat(world.origin.requestsFor(ARCHIVE + "/pool/other_2_all.deb")).isZero();
    }

    @Test
    void pool_flatRepository_isCheckedBelowItsOwnDirectory() throws Exception {
        var flat = "vendor.example/apt/stable";
        Release.of(NOON)
                .with("Packages", stanza("hello", "./hello_1_all.deb", HELLO))
                .publish(world.origin, flat);
        world.get(client(1), flat + "/InRelease");
        world.get(client(1), flat + "/Packages");
        world.origin.put(flat + "/hello_1_all.deb", Samples.bytes(3, 200_000), NOON);

        assertNeverWhole(flat + "/hello_1_all.deb");
    }

    @Test
    void pool_flatRepositoryNamedFromAbove_isCheckedToo() throws Exception {
        var flat = "vendor.example/apt/stable";
        Release.of(NOON)
                .with("Packages", stanza("hello", "stable/hello_1_all.deb", HELLO))
                .publish(world.origin, flat);
        world.get(client(1), flat + "/InRelease");
        world.get(client(1), flat + "/Packages");
        world.origin.put(flat + "/hello_1_all.deb", Arrays.copyOf(HELLO, 7), NOON);

        assertThat(world.get(client(1), flat + "/hello_1_all.deb").status()).isEqualTo(502);
    }

    @Test
    void pool_namesThatAreEscaped_meetTheIndex() throws Exception {
        var name = "pool/main/g/g++/g++_1~rc1+b2_all.deb";
        Release.of(NOON).with(PACKAGES, stanza("g++", name, HELLO)).publish(world.origin, STABLE);
        got(client(1), "InRelease");
        got(client(1), PACKAGES);
        world.origin.put(ARCHIVE + "/pool/main/g/g%2b%2b/g%2b%2b_1%7erc1%2bb2_all.deb", Samples.bytes(9, 50), NOON);

        var got = world.get(client(1), ARCHIVE + "/pool/main/g/g%2b%2b/g%2b%2b_1%7erc1%2bb2_all.deb");

        assertThat(got.status()).isEqualTo(502);
    }

    @Test
    void head_promisedFileThatIsNotStored_downloadsNothing() throws Exception {
        release(1).publish(world.origin, STABLE);
        warm();
        world.origin.put(ARCHIVE + "/" + DEB, HELLO, NOON);

        var got = world.get("HEAD", client(1), ARCHIVE + "/" + DEB);

        assertThat(got.status()).isEqualTo(200);
        assertThat(world.get(client(1), ARCHIVE + "/" + DEB, "Cache-Control", "only-if-cached")
                        .status())
                .isEqualTo(504);
    }

    /** The answer breaks off, or is an error when nothing of it has been sent yet. */
    private void assertNeverWhole(String url) throws Exception {
        try {
            assertThat(world.get(client(1), url).status()).isEqualTo(502);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("promised");
        }
    }

    /** A client has used the suite, so that its members count. */
    private void warm() throws Exception {
        var first = client(99);
        got(first, "InRelease");
        got(first, PACKAGES);
        got(first, TRANSLATION);
    }

    private Standing standing() {
        return world.suites.status().stream()
                .filter(status -> status.suite().equals(STABLE))
                .findFirst()
                .orElseThrow()
                .standing();
    }
}
