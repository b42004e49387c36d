package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.ReceivedRequest;
import org.aptheke.testkit.Reply;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.WireResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules of RFC 9111 for a shared cache, seen from outside: what the origin said, what the client asks for next, and
 * whether the origin is asked again. Time is not waited for: the origin's {@code Age} and {@code Date} move it.
 */
final class Rfc9111Test extends SharedAptheke {
    private static final byte[] CONTENT = Samples.bytes(11, 5_000);
    private static final Instant LONG_AGO = Instant.parse("2020-02-03T04:05:06Z");
    private static final Instant FAR_AHEAD = Instant.parse("2099-02-03T04:05:06Z");
    private static final String TARGET = "/opaque/thing";

    /** What must become of the second request. */
    enum Second {
        /** Answered without the origin. */
        REUSED,
        /** The origin was asked. */
        ASKED
    }

    static Stream<Arguments> freshness() {
        return Stream.of(
                reused("4.2.1 max-age", "Cache-Control: max-age=3600"),
                reused("5.2 directives know no case", "Cache-Control: Max-Age=3600"),
                reused("5.2 unknown directives are ignored", "Cache-Control: x=1, max-age=3600, y"),
                reused("5.2 several lines are one list", "Cache-Control: public", "Cache-Control: max-age=3600"),
                reused("5.2.2.10 s-maxage beats max-age", "Cache-Control: max-age=0, s-maxage=3600"),
                asked("5.2.2.10 s-maxage of zero", "Cache-Control: max-age=3600, s-maxage=0"),
                reused("5.3 Expires", "Expires: " + Resource.httpDate(FAR_AHEAD)),
                asked("5.3 Expires in the past", "Expires: " + Resource.httpDate(LONG_AGO)),
                asked("5.3 Expires that is no date", "Expires: 0"),
                reused("5.3 max-age beats Expires", "Expires: 0", "Cache-Control: max-age=3600"),
                asked("4.2.1 max-age of zero", "Cache-Control: max-age=0"),
                asked("4.2.1 max-age that is no number", "Cache-Control: max-age=abc"),
                asked("4.2.1 negative max-age", "Cache-Control: max-age=-1"),
                reused("1.2.2 a very large max-age", "Cache-Control: max-age=99999999999999999999"),
                asked("4.2.3 Age beyond max-age", "Cache-Control: max-age=3600", "Age: 3601"),
                reused("4.2.3 Age below max-age", "Cache-Control: max-age=3600", "Age: 100"),
                asked("4.2.3 an old Date", "Cache-Control: max-age=60", "Date: " + Resource.httpDate(LONG_AGO)),
                asked("5.2.2.4 no-cache", "Cache-Control: no-cache, max-age=3600"),
                asked("5.2.2.5 no-store", "Cache-Control: no-store, max-age=3600"),
                asked("5.2.2.7 private", "Cache-Control: private, max-age=3600"),
                reused("5.2.2.2 must-revalidate while fresh", "Cache-Control: must-revalidate, max-age=3600"),
                reused("5.4 Pragma of a response means nothing", "Pragma: no-cache", "Cache-Control: max-age=3600"),
                asked("4.1 Vary: *", "Cache-Control: max-age=3600", "Vary: *"),
                reused("4.1 Vary of a field nobody sends", "Cache-Control: max-age=3600", "Vary: X-Other"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("freshness")
    void get_twice_isReusedOrAsked(String rule, List<String> originLines, Second second) throws Exception {
        serve(originLines.toArray(String[]::new));

        get(TARGET);
        var answer = get(TARGET);

        assertThat(answer.content()).isEqualTo(CONTENT);
        assertThat(origin.count(TARGET)).as(rule).isEqualTo(second == Second.REUSED ? 1 : 2);
    }

    static Stream<Arguments> requestDirectives() {
        return Stream.of(
                arguments("5.2.1.4 no-cache", "Cache-Control: no-cache", Second.ASKED),
                arguments("5.4 Pragma: no-cache", "Pragma: no-cache", Second.ASKED),
                arguments("5.2.1.1 max-age below the age", "Cache-Control: max-age=50", Second.ASKED),
                arguments("5.2.1.1 max-age above the age", "Cache-Control: max-age=500", Second.REUSED),
                arguments("5.2.1.3 min-fresh too much", "Cache-Control: min-fresh=3550", Second.ASKED),
                arguments("5.2.1.3 min-fresh little", "Cache-Control: min-fresh=100", Second.REUSED),
                arguments("5.2.1.7 only-if-cached", "Cache-Control: only-if-cached", Second.REUSED),
                arguments("our rule: max-age=0 means checked of late", "Cache-Control: max-age=0", Second.REUSED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requestDirectives")
    void get_withARequestDirective_isReusedOrAsked(String rule, String line, Second second) throws Exception {
        serve("Cache-Control: max-age=3600", "Age: 100");

        get(TARGET);
        var answer = get(TARGET, line);

        assertThat(answer.content()).isEqualTo(CONTENT);
        assertThat(origin.count(TARGET)).as(rule).isEqualTo(second == Second.REUSED ? 1 : 2);
    }

    @Test
    void get_onlyIfCachedAndNothingStored_isAGatewayTimeout() throws Exception {
        serve("Cache-Control: max-age=3600");

        var answer = get(TARGET, "Cache-Control: only-if-cached");

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.text()).isNotBlank();
        assertThat(origin.count()).isZero();
    }

    @Test
    void get_clientSaysNoStore_isNotStored() throws Exception {
        serve("Cache-Control: max-age=3600");

        get(TARGET, "Cache-Control: no-store");
        get(TARGET);

        assertThat(origin.count(TARGET)).isEqualTo(2);
    }

    @Test
    void get_fromTheStore_saysAgeDateViaAndStatus() throws Exception {
        serve("Cache-Control: max-age=3600", "Age: 100");

        var miss = get(TARGET);
        var hit = get(TARGET);

        assertThat(miss.field("Cache-Status"))
                .hasValueSatisfying(status -> assertThat(status).startsWith("aptheke; fwd=uri-miss"));
        assertThat(hit.field("Cache-Status"))
                .hasValueSatisfying(status -> assertThat(status).startsWith("aptheke; hit"));
        assertThat(hit.field("Age").map(Integer::parseInt))
                .hasValueSatisfying(age -> assertThat(age).isBetween(100, 160));
        for (var answer : List.of(miss, hit)) {
            assertThat(answer.field("Via")).contains("1.1 aptheke");
            assertThat(answer.fieldValues("Date"))
                    .hasSize(1)
                    .allSatisfy(date -> assertThat(date).endsWith("GMT"));
            assertThat(answer.field("Content-Length")).contains("5000");
        }
    }

    // 4.1 Vary

    @Test
    void get_vary_eachVariantIsKeptApart() throws Exception {
        origin.on(
                TARGET,
                (request, reply) -> reply.send(
                        200, request.field("Accept").orElse("nothing"), "Vary: Accept", "Cache-Control: max-age=3600"));

        assertThat(get(TARGET, "Accept: text/a").text()).isEqualTo("text/a");
        assertThat(get(TARGET, "Accept: text/b").text()).isEqualTo("text/b");
        int asked = origin.count(TARGET);
        assertThat(get(TARGET, "Accept: text/b").text()).isEqualTo("text/b");

        assertThat(asked).isEqualTo(2);
        assertThat(origin.count(TARGET)).isEqualTo(2);
        assertThat(get(TARGET).text()).isEqualTo("nothing");
    }

    // 3.5 Authorization

    @ParameterizedTest
    @ValueSource(strings = {"max-age=3600", "max-age=3600, private", "no-store"})
    void get_withAuthorization_isNotSharedWithOthers(String directives) throws Exception {
        origin.on(
                TARGET,
                (request, reply) -> reply.send(
                        200, "for " + request.field("Authorization").orElse("all"), "Cache-Control: " + directives));

        assertThat(get(TARGET, "Authorization: Basic YTpi").text()).isEqualTo("for Basic YTpi");
        assertThat(get(TARGET).text()).isEqualTo("for all");
    }

    @Test
    void get_withAuthorization_goesToTheHostItWasWrittenForAlone() throws Exception {
        try (var other = ScriptedOrigin.start()) {
            other.otherwise(Resource.of("other"));
            origin.on(TARGET, (request, reply) -> reply.redirect(302, other.url("/elsewhere")));

            get(TARGET, "Authorization: Basic YTpi");

            assertThat(origin.requests(TARGET).getFirst().field("Authorization"))
                    .contains("Basic YTpi");
            assertThat(other.requests())
                    .hasSize(1)
                    .allSatisfy(request ->
                            assertThat(request.field("Authorization")).isEmpty());
        }
    }

    // 4.3 Validation

    @Test
    void get_staleAndUnchanged_isValidatedAndItsFieldsAreUpdated() throws Exception {
        var requests = new AtomicInteger();
        origin.on(TARGET, (request, reply) -> {
            if (requests.getAndIncrement() == 0) {
                reply.send(200, CONTENT, "ETag: \"v1\"", "Cache-Control: max-age=0", "X-Note: old", "X-Kept: yes");
            } else {
                reply.send(304, "", "ETag: \"v1\"", "Cache-Control: max-age=3600", "X-Note: new");
            }
        });

        get(TARGET);
        var validated = get(TARGET);
        var hit = get(TARGET);

        assertThat(origin.requests(TARGET).get(1).field("If-None-Match")).contains("\"v1\"");
        assertThat(origin.count(TARGET)).isEqualTo(2);
        for (var answer : List.of(validated, hit)) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.content()).isEqualTo(CONTENT);
            assertThat(answer.fieldValues("X-Note")).containsExactly("new");
            assertThat(answer.field("X-Kept")).contains("yes");
        }
    }

    @Test
    void get_staleAndChanged_isReplaced() throws Exception {
        origin.on(TARGET, Resource.of("one").withEtag("\"1\"").withFields("Cache-Control: max-age=0"));
        get(TARGET);
        origin.on(TARGET, Resource.of("two").withEtag("\"2\"").withFields("Cache-Control: max-age=3600"));

        assertThat(get(TARGET).text()).isEqualTo("two");
        assertThat(get(TARGET).text()).isEqualTo("two");
        assertThat(origin.count(TARGET)).isEqualTo(2);
    }

    @Test
    void get_lastModifiedOnly_isValidatedByDate() throws Exception {
        origin.on(TARGET, Resource.of(CONTENT).withLastModified(LONG_AGO).withFields("Cache-Control: max-age=0"));

        get(TARGET);
        get(TARGET);

        assertThat(origin.requests(TARGET).get(1).field("If-Modified-Since")).contains(Resource.httpDate(LONG_AGO));
    }

    @Test
    void get_clientsCondition_isAnsweredFromTheStore() throws Exception {
        origin.on(
                TARGET,
                Resource.of(CONTENT)
                        .withEtag("\"v1\"")
                        .withLastModified(LONG_AGO)
                        .withFields("Cache-Control: max-age=3600"));
        get(TARGET);
        var since = "If-Modified-Since: " + Resource.httpDate(LONG_AGO);

        assertStatus(304, get(TARGET, "If-None-Match: \"v1\""));
        assertStatus(304, get(TARGET, "If-None-Match: \"v0\", W/\"v1\""));
        assertStatus(304, get(TARGET, "If-None-Match: *"));
        assertStatus(304, get(TARGET, since));
        assertStatus(200, get(TARGET, "If-None-Match: \"v0\""));
        assertStatus(200, get(TARGET, "If-None-Match: \"v0\"", since));
        assertStatus(200, get(TARGET, "If-Modified-Since: " + Resource.httpDate(LONG_AGO.minusSeconds(1))));
        assertStatus(200, get(TARGET, "If-Modified-Since: yesterday"));
        assertThat(get(TARGET, "If-None-Match: \"v1\"").field("ETag")).contains("\"v1\"");
        assertThat(origin.count(TARGET)).isEqualTo(1);
    }

    // 4.2.4 and RFC 5861: stale answers

    @Test
    void get_originFails_staleIsServed() throws Exception {
        serve("ETag: \"v1\"", "Cache-Control: max-age=1, stale-if-error=3600", "Age: 100");
        get(TARGET);
        for (int status : new int[] {500, 502, 503, 504}) {
            origin.on(TARGET, (request, reply) -> reply.send(status, "broken"));

            var answer = get(TARGET);

            assertThat(answer.status()).as("origin says %d", status).isEqualTo(200);
            assertThat(answer.content()).isEqualTo(CONTENT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"must-revalidate", "proxy-revalidate", "s-maxage=0"})
    void get_originFailsAndStaleIsForbidden_isAnError(String directive) throws Exception {
        serve("ETag: \"v1\"", "Cache-Control: max-age=0, " + directive);
        get(TARGET);
        origin.on(TARGET, (request, reply) -> reply.send(500, "broken"));

        assertThat(get(TARGET).status()).isBetween(500, 504);
    }

    /** 5.2.2.2: the origin cannot be asked. */
    @ParameterizedTest
    @ValueSource(strings = {"must-revalidate", "proxy-revalidate", "s-maxage=0", "no-cache"})
    void get_originIsAwayAndACheckIsDemanded_isAGatewayTimeout(String directive) throws Exception {
        serve("ETag: \"v1\"", "Cache-Control: max-age=0, " + directive);
        get(TARGET);
        origin.on(TARGET, (request, reply) -> reply.cut(Reply.Ending.CLOSE));

        assertStatus(504, get(TARGET));
    }

    @Test
    void get_staleWhileRevalidate_isServedAtOnceAndCheckedBehind() throws Exception {
        serve("ETag: \"v1\"", "Cache-Control: max-age=1, stale-while-revalidate=3600", "Age: 100");
        get(TARGET);
        var gate = new Gate();
        origin.on(TARGET, (request, reply) -> {
            gate.pass();
            reply.send(304, "", "ETag: \"v1\"", "Cache-Control: max-age=3600");
        });

        var answer = get(TARGET);
        origin.awaitRequests(TARGET, 2, Duration.ofSeconds(10));
        gate.open();

        assertThat(answer.content()).isEqualTo(CONTENT);
    }

    // 3.3, 3.4 partial content

    @Test
    void get_rangeOfAnUncachedFile_thenTheWhole_bothAreRight() throws Exception {
        origin.on(TARGET, Resource.of(CONTENT).withEtag("\"v1\"").withFields("Cache-Control: max-age=3600"));

        var part = get(TARGET, "Range: bytes=1000-1999");
        var whole = get(TARGET);
        var again = get(TARGET, "Range: bytes=-100");

        assertThat(part.status()).isEqualTo(206);
        assertThat(part.content()).isEqualTo(Arrays.copyOfRange(CONTENT, 1_000, 2_000));
        assertThat(part.field("Content-Range")).contains("bytes 1000-1999/5000");
        assertThat(whole.content()).isEqualTo(CONTENT);
        assertThat(again.content()).isEqualTo(Arrays.copyOfRange(CONTENT, 4_900, 5_000));
    }

    // 3 and RFC 9110, 15.1: statuses

    @ParameterizedTest
    @ValueSource(ints = {200, 203, 404, 410})
    void get_statusWithFreshness_isStored(int status) throws Exception {
        origin.on(TARGET, (request, reply) -> reply.send(status, CONTENT, "Cache-Control: max-age=3600"));

        assertStatus(status, get(TARGET));
        assertStatus(status, get(TARGET));

        assertThat(origin.count(TARGET)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 500, 502, 503})
    void get_statusOfTrouble_isNotStored(int status) throws Exception {
        origin.on(TARGET, (request, reply) -> reply.send(status, "trouble"));
        assertStatus(status, get(TARGET));
        serve("Cache-Control: max-age=3600");

        assertStatus(200, get(TARGET));
    }

    // 3.1 fields that are not stored, RFC 9110 7.6.1 hop-by-hop

    @Test
    void get_hopByHopFields_stayBehind() throws Exception {
        serve(
                "Cache-Control: max-age=3600",
                "Connection: X-Hop",
                "X-Hop: 1",
                "Keep-Alive: timeout=5",
                "Proxy-Authenticate: Basic",
                "Upgrade: h2c",
                "X-End: 1");

        for (var answer : List.of(get(TARGET), get(TARGET))) {
            assertThat(answer.field("X-End")).contains("1");
            for (var name : List.of("X-Hop", "Proxy-Authenticate", "Upgrade")) {
                assertThat(answer.field(name)).as(name).isEmpty();
            }
        }
    }

    // HEAD

    @Test
    void head_ofAStoredFile_isAnsweredFromTheStore() throws Exception {
        serve("Cache-Control: max-age=3600", "ETag: \"v1\"");
        get(TARGET);
        try (var wire = aptheke.connect()) {
            var head = wire.head(origin.url(TARGET));

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.field("Content-Length")).contains("5000");
            assertThat(head.field("ETag")).contains("\"v1\"");
        }
        assertThat(origin.count(TARGET)).isEqualTo(1);
    }

    // 4.3.5

    @Test
    void head_ofAStaleFile_updatesWhatIsStored() throws Exception {
        origin.on(TARGET, (request, reply) -> {
            if (request.method().equals("HEAD")) {
                reply.send(200, CONTENT, "Cache-Control: max-age=3600", "X-Note: new");
            } else {
                reply.send(200, CONTENT, "Cache-Control: max-age=0", "X-Note: old", "X-Kept: yes");
            }
        });
        get(TARGET);
        try (var wire = aptheke.connect()) {
            var head = wire.head(origin.url(TARGET));

            assertThat(head.fieldValues("X-Note")).containsExactly("new");
            assertThat(head.field("X-Kept")).contains("yes");
            assertThat(head.field("Content-Length")).contains("5000");
        }
        assertThat(get(TARGET).fieldValues("X-Note")).containsExactly("new");
        assertThat(origin.requests(TARGET)).extracting(ReceivedRequest::method).containsExactly("GET", "HEAD");
    }

    @Test
    void head_thatTellsAnotherLength_voidsWhatIsStored() throws Exception {
        origin.on(TARGET, (request, reply) -> reply.send(200, "one", "Cache-Control: max-age=3600"));
        get(TARGET);
        origin.on(TARGET, (request, reply) -> reply.send(200, "three", "Cache-Control: max-age=3600"));
        try (var wire = aptheke.connect()) {
            var head = wire.head(origin.url(TARGET), "Cache-Control: no-cache");

            assertThat(head.field("Content-Length")).contains("5");
        }
        assertThat(get(TARGET).text()).isEqualTo("three");
    }

    // 2: the query is part of the key

    @Test
    void get_otherQuery_isAnotherThing() throws Exception {
        origin.otherwise((request, reply) -> reply.send(200, request.target(), "Cache-Control: max-age=3600"));

        assertThat(get("/q?a=1").text()).isEqualTo("/q?a=1");
        assertThat(get("/q?a=2").text()).isEqualTo("/q?a=2");
        assertThat(get("/q").text()).isEqualTo("/q");
        assertThat(get("/q?a=1").text()).isEqualTo("/q?a=1");
        assertThat(origin.count()).isEqualTo(3);
    }

    private void serve(String... fieldLines) {
        origin.on(TARGET, (request, reply) -> reply.send(200, CONTENT, fieldLines));
    }

    private static void assertStatus(int status, WireResponse answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    }

    private static Arguments reused(String rule, String... originLines) {
        return arguments(rule, List.of(originLines), Second.REUSED);
    }

    private static Arguments asked(String rule, String... originLines) {
        return arguments(rule, List.of(originLines), Second.ASKED);
    }
}
