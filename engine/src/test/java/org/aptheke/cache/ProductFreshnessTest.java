package org.aptheke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a package cache adds to RFC 9111, 4.2.2: which names may be trusted without a word of the origin. */
final class ProductFreshnessTest {
    private static final String DEB = "/debian/pool/main/a/apt/apt_2.6.1_amd64.deb";
    private static final String BY_HASH =
            "/debian/dists/s/by-hash/SHA256/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final long DAY = 86_400;

    @Test
    void decide_packageWithoutFreshness_isFreshForADay() {
        var deb = Stored.with("ETag", "\"abc\"").at(DEB);

        assertThat(deb.isReusedAfter(DAY - 1)).isTrue();
        assertThat(deb.isReusedAfter(DAY)).isFalse();
    }

    @Test
    void decide_packageWithLongFreshness_isCheckedAfterADayToo() {
        var deb = Stored.withCacheControl("max-age=31536000").at(DEB);

        assertThat(deb.isReusedAfter(DAY - 1)).isTrue();
        assertThat(deb.isReusedAfter(DAY)).isFalse();
    }

    @Test
    void decide_packageWhoseOriginSaysLess_isCheckedEarlier() {
        assertThat(Stored.withCacheControl("max-age=60").at(DEB).isReusedAfter(60))
                .isFalse();
        assertThat(Stored.withCacheControl("no-cache").at(DEB).isReusedAfter(0)).isFalse();
        assertThat(Stored.with("Expires", "0", "ETag", "\"a\"").at(DEB).isReusedAfter(0))
                .isFalse();
    }

    @Test
    void decide_byHashWithoutFreshness_isFreshForEver() {
        var index = Stored.with("ETag", "\"abc\"").at(BY_HASH);

        assertThat(index.isReusedAfter(20 * 365 * DAY)).isTrue();
    }

    @Test
    void decide_byHashWithFreshness_isKeptToIt() {
        assertThat(Stored.withCacheControl("max-age=60").at(BY_HASH).isReusedAfter(60))
                .isFalse();
    }

    @Test
    void decide_byHashWithClientsMaxAge_isNotChecked() {
        var index = Stored.with("ETag", "\"abc\"").at(BY_HASH);

        assertThat(index.isReusedAfter(20 * DAY, "Cache-Control", "max-age=0")).isTrue();
        assertThat(index.isReusedAfter(20 * DAY, "Cache-Control", "max-age=60")).isTrue();
        assertThat(index.isReusedAfter(20 * DAY, "Cache-Control", "no-cache")).isFalse();
    }

    /** A clock that ran ahead and was set right would otherwise keep what it has fresh until that time comes again. */
    @Test
    void decide_receivedInTheFuture_isChecked() {
        var stored = Stored.withCacheControl("max-age=60");

        assertThat(stored.isReusedAfter(-2)).isTrue();
        assertThat(stored.isReusedAfter(-365 * DAY)).isFalse();
        assertThat(stored.askedAfter(-365 * DAY)).isInstanceOf(Decision.Validate.class);
        assertThat(stored.isServedOnErrorAfter(-365 * DAY)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/debian/dists/bookworm/InRelease",
                "/debian/dists/bookworm/main/binary-amd64/Packages.xz",
                "/flat/Packages.gz",
                "/keys/archive.asc"
            })
    void decide_releaseFileIndexOrOther_isNeverGuessedFresh(String path) {
        var old = Stored.with("Last-Modified", Stored.date(-100_000_000), "Date", Stored.date(0));

        assertThat(old.at(path).askedAfter(0)).isInstanceOf(Decision.Validate.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void decide_absence_isRememberedForSeconds(int status) {
        assertThat(Stored.with().status(status).isReusedAfter(9)).isTrue();
        assertThat(Stored.with().status(status).isReusedAfter(10)).isFalse();
        assertThat(Stored.withCacheControl("max-age=3600").status(status).isReusedAfter(9))
                .isTrue();
        assertThat(Stored.withCacheControl("max-age=3600").status(status).isReusedAfter(10))
                .isFalse();
        assertThat(Stored.withCacheControl("max-age=5").status(status).isReusedAfter(5))
                .isFalse();
        assertThat(Stored.with().status(status).at(DEB).isReusedAfter(10)).isFalse();
        assertThat(Stored.with().status(status).at(BY_HASH).isReusedAfter(10)).isFalse();
    }

    /** apt says max-age=0 with every index; it means: checked within check_after. */
    @Test
    void decide_clientsMaxAgeZero_meansCheckedWithinAMinute() {
        var stored = Stored.withCacheControl("max-age=3600");

        assertThat(stored.isReusedAfter(59, "Cache-Control", "max-age=0")).isTrue();
        assertThat(stored.askedAfter(60, "Cache-Control", "max-age=0"))
                .isInstanceOfSatisfying(
                        Decision.Validate.class,
                        validate -> assertThat(validate.reason()).isEqualTo(ForwardReason.REQUEST));
    }

    @Test
    void decide_clientsMaxAgeZero_countsFromTheCheckNotFromTheAge() {
        var stored = Stored.withCacheControl("max-age=3600").and("Age", "1800");

        assertThat(stored.isReusedAfter(59, "Cache-Control", "max-age=0")).isTrue();
    }

    @Test
    void decide_clientsMaxAgeZeroAndNothingFresh_isValidated() {
        assertThat(Stored.with("ETag", "\"abc\"").askedAfter(0, "Cache-Control", "max-age=0"))
                .isInstanceOf(Decision.Validate.class);
    }

    @Test
    void decide_clientsNoCacheBesideMaxAgeZero_isValidated() {
        assertThat(Stored.withCacheControl("max-age=3600").askedAfter(1, "Cache-Control", "max-age=0, no-cache"))
                .isInstanceOf(Decision.Validate.class);
    }

    @Test
    void freshUntil_policyOfItsOwn_isKept() {
        var policy = new FreshnessPolicy(Duration.ZERO, Duration.ofSeconds(3), Duration.ofHours(1));
        var reuse = new Reuse(policy);
        var deb = Stored.with().at(DEB).received(0);

        assertThat(reuse.freshUntil(deb)).isEqualTo(Stored.NOW.plusSeconds(3600));
        assertThat(reuse.freshUntil(Stored.with().status(404).received(0))).isEqualTo(Stored.NOW.plusSeconds(3));
    }

    @Test
    void freshUntil_noCache_isOverFromTheStart() {
        var stored = Stored.withCacheControl("no-cache, max-age=3600").received(5);

        assertThat(Stored.REUSE.freshUntil(stored)).isEqualTo(stored.receivedAt());
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void outlives_packageGoneFromItsOrigin_stays(int status) {
        assertThat(Reuse.outlives(Stored.with("ETag", "\"abc\"").at(DEB).received(0), status))
                .isTrue();
        assertThat(Reuse.outlives(Stored.withCacheControl("max-age=60").at(DEB).received(60), status))
                .isTrue();
    }

    @Test
    void outlives_anotherAnswerOrFile_doesNot() {
        var deb = Stored.with("ETag", "\"abc\"").at(DEB);

        assertThat(Reuse.outlives(deb.received(0), 200)).isFalse();
        assertThat(Reuse.outlives(deb.received(0), 403)).isFalse();
        assertThat(Reuse.outlives(deb.status(404).received(0), 404)).isFalse();
        assertThat(Reuse.outlives(Stored.with("ETag", "\"abc\"").received(0), 404))
                .isFalse();
        assertThat(Reuse.outlives(
                        Stored.withCacheControl("must-revalidate").at(DEB).received(0), 404))
                .isFalse();
    }
}
