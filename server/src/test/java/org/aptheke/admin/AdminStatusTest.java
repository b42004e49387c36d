package org.aptheke.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Digest;
import org.aptheke.events.Event;
import org.aptheke.health.StoreRoom;
import org.aptheke.http.Fields;
import org.aptheke.suite.Standing;
import org.aptheke.suite.SuitePromise;
import org.aptheke.suite.SuiteStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The status with its reasons, and what can be asked of one stored content. */
@Timeout(60)
final class AdminStatusTest extends OverBehinds {
    private static final String SUITE = "deb.example.org/debian/dists/stable";
    private static final Digest CONTENT = new Digest(1, 2, 3, 4);

    @Test
    void status_nothingWrong_isOk() throws Exception {
        behinds.clock.advance(Duration.ofHours(3));

        var status = json("/api/v1/status");

        assertThat(status.path("health").path("state").asString()).isEqualTo("ok");
        assertThat(status.path("health").path("reasons").isEmpty()).isTrue();
        assertThat(status.path("version").asString()).isEqualTo("1.2.3");
        assertThat(status.path("uptimeSeconds").asInt()).isEqualTo(3 * 3_600);
        assertThat(status.path("store").path("budgetBytes").asInt()).isEqualTo(4_000);
        assertThat(behinds.get("/api/v1/status", "text/plain").body())
                .startsWith("aptheke 1.2.3: all is well, up 3 h 0 min\n");
    }

    @Test
    void status_troubles_areReasonsWithRemedies() throws Exception {
        behinds.suites = List.of(
                suite(new Standing.Away(Behinds.NOON.plusNanos(123_456_789), "refused")),
                suite(new Standing.Unchecked()));
        behinds.room = new StoreRoom(OptionalLong.of(4_000), OptionalLong.of(4_000), 9_000, 100);
        behinds.troubles.accept(new Event.StoreTrouble(behinds.clock.instant(), "catalog.db: disk I/O error", false));
        behinds.offline.set(true);

        var status = json("/api/v1/status");

        assertThat(status.path("health").path("state").asString()).isEqualTo("degraded");
        var reasons = status.path("health").path("reasons");
        assertThat(reasons)
                .extracting(reason -> reason.path("about").asString())
                .containsExactly("store", "store", "offline", SUITE);
        assertThat(reasons)
                .allSatisfy(
                        reason -> assertThat(reason.path("remedy").asString()).isNotEmpty());
        assertThat(status.path("suites").path("inTrouble")).hasSize(1);
        assertThat(behinds.get("/api/v1/status", "text/plain").body())
                .contains("  ! " + SUITE + ": its origin is away since 2026-03-01T12:00:00Z: refused\n");
    }

    @Test
    void status_asTextAfterTheStart_saysWhatIsNotKnownYet() throws Exception {
        behinds.room = new StoreRoom(OptionalLong.empty(), OptionalLong.empty(), 2_048, 100);
        assertThat(behinds.get("/api/v1/status", "text/plain").body())
                .containsPattern("store +not counted yet, 2\\.0 KiB free on the disk\n")
                .containsPattern("jobs +none running\n");

        behinds.room = new StoreRoom(OptionalLong.of(1_024), OptionalLong.of(4_096), 2_048, 100);
        assertThat(behinds.get("/api/v1/status", "text/plain").body())
                .containsPattern("store +1\\.0 KiB, at most 4\\.0 KiB, 2\\.0 KiB free on the disk\n");
    }

    @Test
    void status_asText_doesNothingToATerminal() throws Exception {
        behinds.suites = List.of(suite(new Standing.Away(Behinds.NOON, "\u001b[2J\u009b1m")));

        assertThat(behinds.get("/api/v1/status", "text/plain").body()).contains(": ?[2J?1m\n");
    }

    @Test
    void status_storeTroubleThatIsOver_isNoReason() throws Exception {
        behinds.troubles.accept(new Event.StoreTrouble(behinds.clock.instant(), "no room", false));
        behinds.clock.advance(Duration.ofMinutes(11));

        assertThat(json("/api/v1/status").path("health").path("state").asString())
                .isEqualTo("ok");
    }

    @Test
    void status_answers_areCountedAtOnce() throws Exception {
        behinds.traffic.accept(new Event.Answered(
                behinds.clock.instant(),
                InetAddress.ofLiteral("192.0.2.1"),
                "GET",
                "deb.example.org",
                "/debian/pool/h/hello_1_all.deb",
                200,
                4_096,
                2_000_000,
                1_000_000,
                "hit",
                ""));

        assertThat(json("/api/v1/status").path("traffic").path("savedBytes").asInt())
                .isEqualTo(4_096);
        assertThat(json("/api/v1/traffic").path("points").get(0).path("hits").asInt())
                .isEqualTo(1);
        assertThat(json("/api/v1/traffic?package=hello").path("points")).hasSize(1);
        assertThat(json("/api/v1/traffic?package=other").path("points")).isEmpty();
        assertThat(json("/api/v1/clients").path("clients").get(0).path("name").asString())
                .isEqualTo("192.0.2.1");
    }

    @Test
    void object_stored_saysWhoSharesAndPromisesIt() throws Exception {
        store("deb.example.org/debian/pool/a_1_all.deb");
        store("copy.example/a_1_all.deb?token=secret");
        behinds.promises =
                List.of(new SuitePromise(SUITE, 7, true, "index of the pool", Optional.of(new Digest(9, 9, 9, 9))));

        var details = json("/api/v1/objects/" + CONTENT.toHex());

        assertThat(details.path("names"))
                .extracting(name -> name.path("key").asString())
                .containsExactlyInAnyOrder(
                        "deb.example.org/debian/pool/a_1_all.deb", "copy.example/a_1_all.deb?token=***");
        var promise = details.path("names").get(0).path("promisedBy").get(0);
        assertThat(promise.path("suite").asString()).isEqualTo(SUITE);
        assertThat(promise.path("sameContent").asBoolean()).isFalse();
        assertThat(behinds.get("/api/v1/objects/" + CONTENT.toHex(), "text/plain")
                        .body())
                .contains("promised by " + SUITE + " generation 7 (as another content)");
    }

    @Test
    void pin_storedAndNot_isKeptUntilUnpinned() throws Exception {
        var path = "/api/v1/objects/" + CONTENT.toHex();
        assertThat(behinds.post(path + "/pin", "{}").statusCode()).isEqualTo(404);
        store("deb.example.org/a_1_all.deb");

        assertThat(behinds.post(path + "/pin", "{}").statusCode()).isEqualTo(200);
        assertThat(json(path).path("pinnedFor").get(0).asString()).isEqualTo("operator");
        assertThat(json("/api/v1/objects?package=a_")
                        .path("objects")
                        .get(0)
                        .path("pinned")
                        .asBoolean())
                .isTrue();
        assertThat(behinds.post(path + "/unpin", "{}").statusCode()).isEqualTo(200);
        assertThat(behinds.post(path + "/unpin", "{}").statusCode()).isEqualTo(409);
        assertThat(behinds.pins.isPinned(CONTENT)).isFalse();
    }

    @Test
    void object_noSuchDigestOrNone_isAProblem() throws Exception {
        for (var digest : List.of(CONTENT.toHex(), "hello")) {
            var got = behinds.get("/api/v1/objects/" + digest, "application/json");
            assertThat(got.statusCode()).isEqualTo(404);
            assertThat(got.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
        assertThat(behinds.get("/api/v1/objects?digest=xyz", "application/json").statusCode())
                .isEqualTo(400);
    }

    private void store(String key) throws Exception {
        behinds.catalog.put(new StoredResponse(
                new CacheKey(key),
                Fields.EMPTY,
                200,
                Fields.of("Content-Type", "application/vnd.debian.binary-package"),
                CONTENT,
                1_000,
                Behinds.NOON,
                Behinds.NOON,
                Behinds.NOON,
                false));
        behinds.catalog.flush();
    }

    private static SuiteStatus suite(Standing standing) {
        return new SuiteStatus(
                SUITE, "http://" + SUITE, Optional.empty(), 0, Behinds.NOON, Optional.empty(), 0, standing);
    }
}
