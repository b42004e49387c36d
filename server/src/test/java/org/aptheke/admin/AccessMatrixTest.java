package org.aptheke.admin;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aptheke.access.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who may ask for what: every kind of caller asks for every endpoint of the table. What is expected is said here once
 * more, so that an endpoint that is added, or needs another role, is looked at by somebody.
 */
@Timeout(120)
final class AccessMatrixTest {
    private static final String EVERYBODY = "everybody";

    private static final Map<String, String> EXPECTED = Map.ofEntries(
            entry("GET /login", EVERYBODY),
            entry("GET /assets/{name}", EVERYBODY),
            entry("GET /", "view"),
            entry("GET /transfers", "view"),
            entry("GET /suites", "view"),
            entry("GET /suite", "view"),
            entry("GET /packages", "view"),
            entry("GET /package", "view"),
            entry("GET /clients", "view"),
            entry("GET /client", "view"),
            entry("GET /jobs", "view"),
            entry("GET /jobs/new", "view"),
            entry("GET /jobs/{number}", "view"),
            entry("GET /log", "view"),
            entry("GET /settings", "view"),
            entry("GET /setup", "view"),
            entry("GET /api/v1/status", "view"),
            entry("GET /api/v1/traffic", "view"),
            entry("GET /api/v1/traffic/now", "view"),
            entry("GET /api/v1/traffic/repositories", "view"),
            entry("GET /api/v1/traffic/packages", "view"),
            entry("GET /api/v1/clients", "view"),
            entry("GET /api/v1/transfers", "view"),
            entry("GET /api/v1/objects", "view"),
            entry("GET /api/v1/objects/{digest}", "view"),
            entry("POST /api/v1/objects/{digest}/purge", "operate"),
            entry("POST /api/v1/objects/{digest}/pin", "operate"),
            entry("POST /api/v1/objects/{digest}/unpin", "operate"),
            entry("GET /api/v1/log", "view"),
            entry("GET /api/v1/events", "view"),
            entry("GET /api/v1/config", "view"),
            entry("GET /api/v1/openapi.json", "view"),
            entry("GET /api/v1/suites", "view"),
            entry("GET /api/v1/suites/sizes", "view"),
            entry("GET /api/v1/suites/details", "view"),
            entry("POST /api/v1/suites/check", "operate"),
            entry("GET /api/v1/origins", "view"),
            entry("GET /api/v1/offline", "view"),
            entry("POST /api/v1/offline", "operate"),
            entry("GET /api/v1/jobs", "view"),
            entry("GET /api/v1/jobs/kinds", "view"),
            entry("GET /api/v1/jobs/{number}", "view"),
            entry("POST /api/v1/jobs", "operate"),
            entry("POST /api/v1/jobs/{number}/cancel", "operate"),
            entry("GET /metrics", "view"),
            entry("GET /api/v1/bundles/key", "view"),
            entry("POST /api/v1/bundles", "operate"),
            entry("POST /api/v1/bundles/{token}/kept", "operate"),
            entry("PUT /api/v1/bundles", "operate"),
            entry("PUT /api/v1/files", "operate"),
            entry("POST /api/v1/login", EVERYBODY),
            entry("POST /login", EVERYBODY),
            entry("GET /api/v1/session", "view"),
            entry("POST /api/v1/logout", "view"),
            entry("POST /logout", "view"),
            entry("GET /api/v1/tokens", "admin"),
            entry("POST /api/v1/tokens", "admin"),
            entry("POST /api/v1/tokens/{name}/revoke", "admin"));

    private static final String UNKNOWN = "401 Log in first";
    private static final String ROLE = "403 Not allowed";
    private static final String ELSEWHERE = "403 From elsewhere";
    private static final String NO_CSRF = "403 No token of the page";
    private static final String PROXY = "403 Not through a proxy";
    private static final String ADMITTED = "admitted";

    @TempDir
    private Path directory = Path.of("");

    private final EventStreams streams = new EventStreams();
    private GuardedDoor door;

    @BeforeEach
    void open() throws Exception {
        var listening = Doors.withSocket(directory.resolve("socket"));
        door = new GuardedDoor(directory, listening, Optional.empty(), GuardedDoor.everyRole());
    }

    @AfterEach
    void close() {
        door.close();
    }

    private List<Endpoint> table() {
        return Endpoints.of(door.behind, door.access, door.pages(), streams);
    }

    @Test
    void table_everyEndpoint_hasTheRoleThatIsExpected() {
        var actual = table().stream()
                .collect(Collectors.toMap(
                        AccessMatrixTest::name,
                        endpoint -> endpoint.role().map(Role::word).orElse(EVERYBODY)));

        assertThat(actual)
                .as("an endpoint was added, removed or changed: is the role that it needs the right one?")
                .containsExactlyInAnyOrderEntriesOf(EXPECTED);
    }

    /** Somebody who asks. */
    private interface Asker {
        /** What is shown with each request, made anew since some end what they show. */
        String[] fields() throws Exception;
    }

    /** What an endpoint is expected to say. */
    private interface Expectation {
        String of(Endpoint endpoint, Optional<Role> needed);
    }

    private void assertMatrix(Asker asker, Expectation expectation) throws Exception {
        for (var endpoint : table()) {
            door.clock.advance(Duration.ofSeconds(30)); // so that the attempts to log in are not too many
            var needed = Optional.of(EXPECTED.getOrDefault(name(endpoint), "unlisted"))
                    .filter(role -> !role.equals(EVERYBODY))
                    .map(AccessMatrixTest::role);

            assertThat(outcome(ask(endpoint, asker.fields())))
                    .as(name(endpoint))
                    .isEqualTo(expectation.of(endpoint, needed));
        }
    }

    private static String allowed(Optional<Role> needed, Role role) {
        return needed.isEmpty() || role.includes(needed.get()) ? ADMITTED : ROLE;
    }

    private static String unknown(Endpoint endpoint, Optional<Role> needed) {
        return needed.isEmpty() ? ADMITTED : UNKNOWN;
    }

    @Test
    void nobody_anyEndpoint_isAskedToLogIn() throws Exception {
        assertMatrix(() -> new String[0], AccessMatrixTest::unknown);
    }

    @Test
    void head_anyEndpoint_isCheckedLikeGet() throws Exception {
        var token = door.token("some", Role.VIEW, Optional.empty());
        for (var endpoint :
                table().stream().filter(endpoint -> !endpoint.changes()).toList()) {
            int refused = endpoint.role().isEmpty() ? 0 : 401;
            int lesser = endpoint.role().equals(Optional.of(Role.ADMIN)) ? 403 : 0;

            assertThat(refusal(head(endpoint))).as(name(endpoint)).isEqualTo(refused);
            assertThat(refusal(head(endpoint, bearer(token))))
                    .as(name(endpoint))
                    .isEqualTo(lesser);
        }
    }

    private int head(Endpoint endpoint, String... fields) throws Exception {
        return door.send(door.request(filled(endpoint), concat(fields, new String[] {"Accept", "text/event-stream"}))
                        .HEAD())
                .statusCode();
    }

    private static int refusal(int status) {
        return status == 401 || status == 403 ? status : 0;
    }

    @ParameterizedTest
    @EnumSource
    void session_anyEndpoint_needsTheRole(Role role) throws Exception {
        assertMatrix(() -> door.logIn(role).fields(), (endpoint, needed) -> allowed(needed, role));
    }

    @ParameterizedTest
    @EnumSource
    void token_anyEndpoint_needsTheRole(Role role) throws Exception {
        var token = door.token("some", role, Optional.of(Duration.ofDays(1)));

        assertMatrix(() -> bearer(token), (endpoint, needed) -> allowed(needed, role));
    }

    @Test
    void session_withoutItsCsrfToken_mayOnlyLook() throws Exception {
        for (var shown : List.of(Optional.<String>empty(), Optional.of("guessed"))) {
            assertMatrix(
                    () -> shown.isEmpty()
                            ? new String[] {"Cookie", door.logIn(Role.ADMIN).cookie()}
                            : new String[] {"Cookie", door.logIn(Role.ADMIN).cookie(), "X-CSRF-Token", shown.get()},
                    (endpoint, needed) -> endpoint.changes() && needed.isPresent() ? NO_CSRF : ADMITTED);
        }
    }

    @Test
    void session_pageOfAnotherOrigin_mayNothing() throws Exception {
        for (var from : List.of(
                new String[] {"Origin", "http://elsewhere.example"},
                new String[] {"Origin", "null"},
                new String[] {"Origin", "http://127.0.0.1:1"},
                new String[] {"Sec-Fetch-Site", "cross-site"},
                new String[] {"Sec-Fetch-Site", "same-site"})) {
            assertMatrix(
                    () -> concat(door.logIn(Role.ADMIN).fields(), from),
                    (endpoint, needed) -> endpoint.changes() || Paths.isData(endpoint.path()) ? ELSEWHERE : ADMITTED);
        }
    }

    @Test
    void session_ownPage_mayAll() throws Exception {
        var from = new String[] {"Origin", "http://127.0.0.1:" + door.port(), "Sec-Fetch-Site", "same-origin"};

        assertMatrix(() -> concat(door.logIn(Role.ADMIN).fields(), from), (endpoint, needed) -> ADMITTED);
    }

    @Test
    void session_thatIsOver_isNobody() throws Exception {
        assertMatrix(
                () -> {
                    var fields = door.logIn(Role.ADMIN).fields();
                    door.clock.advance(GuardedDoor.IDLE);
                    return fields;
                },
                AccessMatrixTest::unknown);
    }

    @Test
    void token_expiredRevokedOrMadeUp_isNobody() throws Exception {
        var expired = door.token("expired", Role.ADMIN, Optional.of(Duration.ofHours(1)));
        var revoked = door.token("revoked", Role.ADMIN, Optional.empty());
        door.tokens.revoke("revoked");
        door.clock.advance(Duration.ofHours(1));

        for (var token : List.of(expired, revoked, "aptheke_made-up", "")) {
            assertMatrix(() -> bearer(token), AccessMatrixTest::unknown);
        }
        assertMatrix(() -> new String[] {"Authorization", "Basic YWRtaW46YWRtaW4="}, AccessMatrixTest::unknown);
    }

    @Test
    void owner_bySocket_mayAll() throws Exception {
        for (var endpoint : table()) {
            var answer = OwnersClient.ask(
                    directory.resolve("socket"), endpoint.method().name(), filled(endpoint), "{}");

            assertThat(answer)
                    .as(name(endpoint))
                    .doesNotContain("Log in first", "Not allowed", "From elsewhere", "No token of the page");
        }
    }

    @Test
    void loopback_nobodyConfigured_mayAllButPagesFromElsewhere() throws Exception {
        door.operators(List.of());

        assertMatrix(() -> new String[0], (endpoint, needed) -> ADMITTED);
        assertMatrix(
                () -> new String[] {"Origin", "http://elsewhere.example"},
                (endpoint, needed) -> endpoint.changes() || Paths.isData(endpoint.path()) ? ELSEWHERE : ADMITTED);
        assertMatrix(() -> new String[] {"X-Forwarded-For", "203.0.113.7"}, (endpoint, needed) -> PROXY);
    }

    private GuardedDoor.Beginning ask(Endpoint endpoint, String[] fields) throws Exception {
        var request = door.request(filled(endpoint), fields);
        return door.begin(
                endpoint.changes()
                        ? request.header("Content-Type", "application/json")
                                .method(endpoint.method().name(), HttpRequest.BodyPublishers.ofString("{}"))
                        : request.GET());
    }

    /** Whether the handler was reached: what it then says is not the matter here. */
    private static String outcome(GuardedDoor.Beginning answer) {
        var refusal = answer.status() + " " + answer.problem();
        boolean refused = List.of(UNKNOWN, ROLE, ELSEWHERE, NO_CSRF, PROXY).contains(refusal);
        // Anything else with such a status would be a refusal that this test does not know.
        boolean unexpected = answer.status() == 403
                || (answer.status() == 401 && !answer.problem().equals("Not known"));
        return refused ? refusal : unexpected ? "unexpected " + refusal : ADMITTED;
    }

    private static Role role(String word) {
        return Role.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static String name(Endpoint endpoint) {
        return endpoint.method() + " " + endpoint.path();
    }

    private static String filled(Endpoint endpoint) {
        return endpoint.path().replaceAll("[{<][^}>]*[}>]", "1");
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    private static String[] concat(String[] first, String[] second) {
        return java.util.stream.Stream.of(first, second)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
    }
}
