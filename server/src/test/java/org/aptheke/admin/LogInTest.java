package org.aptheke.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aptheke.access.FirstToken;
import org.aptheke.access.Operator;
import org.aptheke.access.Role;
import org.aptheke.events.Event;
import org.aptheke.origin.Secret;
import org.aptheke.testkit.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class LogInTest {
    private static final String SESSION = "/api/v1/session";

    /** Of another password. */
    private static final String OTHER_HASH = "$2y$04$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyzabcde";

    @TempDir
    private Path directory = Path.of("");

    private GuardedDoor door;

    @BeforeEach
    void open() throws Exception {
        door = new GuardedDoor(directory);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void logIn_rightPassword_beginsASessionThatNoScriptOrOtherSiteCanUse() throws Exception {
        var answer = door.logIn("operate", GuardedDoor.PASSWORD);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"kind\" : \"user\"", "\"name\" : \"operate\"", "\"role\" : \"operate\"");
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("aptheke-session=")
                .contains("Path=/", "HttpOnly", "SameSite=Strict")
                .doesNotContain("Secure", "Expires", "Max-Age");
        assertThat(door.get(SESSION, "Cookie", GuardedDoor.loggedIn(answer).cookie())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void logIn_wrongPasswordOrName_saysNotWhich() throws Exception {
        var wrong = door.logIn("admin", "wrong");
        var unknown = door.logIn("nobody", GuardedDoor.PASSWORD);

        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"aptheke\"");
        assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(wrong.body());
    }

    @Test
    void logIn_shownSession_endsIt() throws Exception {
        var before = door.logIn(Role.VIEW);

        var after = GuardedDoor.loggedIn(door.logIn("view", GuardedDoor.PASSWORD, "Cookie", before.cookie()));

        assertThat(after.cookie()).isNotEqualTo(before.cookie());
        assertThat(door.get(SESSION, "Cookie", before.cookie()).statusCode()).isEqualTo(401);
        assertThat(door.get(SESSION, "Cookie", after.cookie()).statusCode()).isEqualTo(200);
    }

    @Test
    void logIn_plantedCookie_isNotTakenUp() throws Exception {
        var answer = door.logIn("view", GuardedDoor.PASSWORD, "Cookie", "aptheke-session=planted");

        assertThat(GuardedDoor.loggedIn(answer).cookie()).isNotEqualTo("aptheke-session=planted");
        assertThat(door.get(SESSION, "Cookie", "aptheke-session=planted").statusCode())
                .isEqualTo(401);
    }

    @Test
    void session_used_lastsUntilItsLifetimeEnds() throws Exception {
        var session = door.logIn(Role.VIEW);
        var step = GuardedDoor.IDLE.minusSeconds(1);
        var used = Duration.ZERO;
        while (used.plus(step).compareTo(GuardedDoor.LIFETIME) < 0) {
            door.clock.advance(step);
            used = used.plus(step);
            assertThat(door.get(SESSION, "Cookie", session.cookie()).statusCode())
                    .isEqualTo(200);
        }

        door.clock.advance(GuardedDoor.LIFETIME.minus(used));

        assertThat(door.get(SESSION, "Cookie", session.cookie()).statusCode()).isEqualTo(401);
    }

    @Test
    void logOut_session_isWorthNothing() throws Exception {
        var session = door.logIn(Role.VIEW);

        var out = door.post("/api/v1/logout", "{}", session.fields());

        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(out.headers().firstValue("Set-Cookie").orElseThrow()).startsWith("aptheke-session=;");
        assertThat(door.get(SESSION, "Cookie", session.cookie()).statusCode()).isEqualTo(401);
    }

    @Test
    void session_userChangedInTheConfiguration_endsOrHasTheNewRole() throws Exception {
        var admin = door.logIn(Role.ADMIN);
        var operate = door.logIn(Role.OPERATE);
        var view = door.logIn(Role.VIEW);

        door.operators(List.of(
                new Operator("admin", Role.VIEW, Secret.of(GuardedDoor.HASH)),
                new Operator("operate", Role.OPERATE, Secret.of(OTHER_HASH))));

        assertThat(door.get(SESSION, "Cookie", admin.cookie()).body()).contains("\"role\" : \"view\"");
        assertThat(door.get(SESSION, "Cookie", operate.cookie()).statusCode()).isEqualTo(401);
        assertThat(door.get(SESSION, "Cookie", view.cookie()).statusCode()).isEqualTo(401);
    }

    @Test
    void logIn_manyWrongPasswordsForAName_areNotLookedAtForAWhile() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(door.logIn("view", "wrong").statusCode()).isEqualTo(401);
        }

        var right = door.logIn("view", GuardedDoor.PASSWORD);

        assertThat(right.statusCode()).isEqualTo(429);
        assertThat(right.headers().firstValueAsLong("Retry-After")).hasValue(301);
        assertThat(door.logIn("admin", GuardedDoor.PASSWORD).statusCode()).isEqualTo(200);
        door.clock.advance(Duration.ofMinutes(5));
        assertThat(door.logIn("view", GuardedDoor.PASSWORD).statusCode()).isEqualTo(200);
    }

    @Test
    void logIn_manyWrongNamesFromAnAddress_areNotLookedAtForAWhile() throws Exception {
        for (int i = 0; i < 30; i++) {
            assertThat(door.logIn("name-" + i, "wrong").statusCode()).isEqualTo(401);
        }

        assertThat(door.logIn("view", GuardedDoor.PASSWORD).statusCode()).isEqualTo(429);
        door.clock.advance(Duration.ofMinutes(5));
        assertThat(door.logIn("view", GuardedDoor.PASSWORD).statusCode()).isEqualTo(200);
    }

    @Test
    void logIn_manyRightPasswords_areNeverTooMany() throws Exception {
        for (int i = 0; i < 40; i++) {
            assertThat(door.logIn("view", GuardedDoor.PASSWORD).statusCode()).isEqualTo(200);
        }
    }

    // ---- forms

    private HttpResponse<String> form(String text, String... fields) throws Exception {
        var own = new String[] {"Origin", "http://127.0.0.1:" + door.port()};
        return door.submit(
                "/login",
                text,
                java.util.stream.Stream.of(own, fields)
                        .flatMap(java.util.Arrays::stream)
                        .toArray(String[]::new));
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(303);
        return java.net
                .URI
                .create(answer.headers().firstValue("Location").orElseThrow())
                .toString()
                .replaceFirst("^http://[^/]*", "");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void form_rightPassword_leadsWhereOneWantedToGo() throws Exception {
        var answer = form("name=view&password=" + encoded(GuardedDoor.PASSWORD) + "&to=" + encoded("/jobs?page=2"));

        assertThat(location(answer)).isEqualTo("/jobs?page=2");
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).startsWith("aptheke-session=");
    }

    @Test
    void form_toAnotherSite_leadsHome() throws Exception {
        for (var to :
                List.of("//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example", "", "/a\nb")) {
            var answer = form("name=view&password=" + encoded(GuardedDoor.PASSWORD) + "&to=" + encoded(to));

            assertThat(location(answer)).as(to).isEqualTo("/");
        }
    }

    @Test
    void form_wrongPassword_leadsBack() throws Exception {
        var answer = form("name=view&password=wrong&to=%2Fjobs");

        assertThat(location(answer)).isEqualTo("/login?to=%2Fjobs&failed=password");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void form_fromElsewhereOrFromNobodyKnowsWhere_isRefused() throws Exception {
        var text = "name=view&password=" + encoded(GuardedDoor.PASSWORD);

        assertThat(door.submit("/login", text, "Origin", "http://elsewhere.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(door.submit("/login", text).statusCode()).isEqualTo(415);
        assertThat(door.submit("/api/v1/login", text, "Origin", "http://127.0.0.1:" + door.port())
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void form_logOut_takesTheTokenAsAParameter() throws Exception {
        var session = door.logIn(Role.VIEW);
        var own = "http://127.0.0.1:" + door.port();

        assertThat(door.submit("/logout", "csrf=wrong", "Origin", own, "Cookie", session.cookie())
                        .statusCode())
                .isEqualTo(403);
        assertThat(location(
                        door.submit("/logout", "csrf=" + session.csrf(), "Origin", own, "Cookie", session.cookie())))
                .isEqualTo("/login");
        assertThat(door.get(SESSION, "Cookie", session.cookie()).statusCode()).isEqualTo(401);
    }

    // ---- the first start

    @Test
    void firstToken_withinItsHour_letsInOnce() throws Exception {
        var clock = ManualClock.at("2026-03-01T12:00:00Z");
        var first = new FirstToken(clock);
        try (var empty = new GuardedDoor(
                directory, Doors.loopback(), Optional.of(first), List.of(GuardedDoor.operator(Role.VIEW)))) {
            var content = "{\"token\": \"" + first.secret().reveal() + "\"}";

            assertThat(empty.post("/api/v1/login", "{\"token\": \"wrong\"}").statusCode())
                    .isEqualTo(401);
            var let = empty.post("/api/v1/login", content);
            assertThat(let.body()).contains("\"role\" : \"admin\"");
            assertThat(empty.post(
                                    "/api/v1/tokens",
                                    "{\"name\": \"a\", \"role\": \"view\"}",
                                    GuardedDoor.loggedIn(let).fields())
                            .statusCode())
                    .isEqualTo(201);
            assertThat(empty.post("/api/v1/login", content).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void firstToken_afterItsHour_letsNobodyIn() throws Exception {
        var clock = ManualClock.at("2026-03-01T12:00:00Z");
        var first = new FirstToken(clock);
        try (var empty = new GuardedDoor(
                directory, Doors.loopback(), Optional.of(first), List.of(GuardedDoor.operator(Role.VIEW)))) {
            clock.advance(Duration.ofHours(1));

            assertThat(empty.post(
                                    "/api/v1/login",
                                    "{\"token\": \"" + first.secret().reveal() + "\"}")
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void firstToken_somebodyElseWasLetIn_letsNobodyIn() throws Exception {
        var clock = ManualClock.at("2026-03-01T12:00:00Z");
        for (boolean byToken : new boolean[] {true, false}) {
            var first = new FirstToken(clock);
            try (var empty = new GuardedDoor(
                    Files.createDirectory(directory.resolve("by-token-" + byToken)),
                    Doors.loopback(),
                    Optional.of(first),
                    List.of(GuardedDoor.operator(Role.VIEW)))) {
                if (byToken) {
                    var token = empty.token("ci", Role.VIEW, Optional.empty());
                    assertThat(empty.get(SESSION, "Authorization", "Bearer " + token)
                                    .statusCode())
                            .isEqualTo(200);
                } else {
                    empty.logIn(Role.VIEW);
                }

                var content = "{\"token\": \"" + first.secret().reveal() + "\"}";
                assertThat(empty.post("/api/v1/login", content).statusCode()).isEqualTo(401);
            }
        }
    }

    // ---- what is told of it

    @Test
    void changes_ofEverybodyKnown_areToldWithTheirOutcome() throws Exception {
        var operate = door.logIn(Role.OPERATE);
        var token = door.token("ci", Role.VIEW, Optional.empty());

        door.post("/api/v1/offline", "{\"offline\": true}", operate.fields());
        door.post("/api/v1/offline", "{}", operate.fields());
        door.post("/api/v1/offline", "{\"offline\": false}", "Authorization", "Bearer " + token);
        door.post("/api/v1/offline", "{\"offline\": false}");
        door.get("/api/v1/offline", operate.fields());

        assertThat(door.offline.isOn()).isTrue();
        assertThat(door.changes())
                .extracting(Event.Change::who, Event.Change::place, Event.Change::what, Event.Change::status)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("user operate", "127.0.0.1", "logged in", 200),
                        org.assertj.core.groups.Tuple.tuple(
                                "user operate", "127.0.0.1", "POST /api/v1/offline {\"offline\": true}", 200),
                        org.assertj.core.groups.Tuple.tuple(
                                "user operate", "127.0.0.1", "POST /api/v1/offline {}", 400),
                        org.assertj.core.groups.Tuple.tuple(
                                "token ci", "127.0.0.1", "POST /api/v1/offline {\"offline\": false}", 403));
    }

    @Test
    void logIns_thatFail_areToldWithoutWhatWasTyped() throws Exception {
        door.logIn("admin", "wrong-password");
        door.logIn("a-password-as-the-name", "wrong-password");

        assertThat(door.changes()).extracting(Event.Change::who).containsExactly("user admin", "somebody");
        assertThat(door.changes()).extracting(Event.Change::status).containsOnly(401);
        assertThat(door.events.toString()).doesNotContain("password");
    }
}
