package org.aptheke.admin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aptheke.access.FirstToken;
import org.aptheke.access.Gate;
import org.aptheke.access.Operator;
import org.aptheke.access.Operators;
import org.aptheke.access.Role;
import org.aptheke.access.SessionRules;
import org.aptheke.access.TokenRefusedException;
import org.aptheke.access.Tokens;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigRefusedException;
import org.aptheke.config.ConfigSources;
import org.aptheke.config.Settings;
import org.aptheke.console.Console;
import org.aptheke.events.Event;
import org.aptheke.guide.Ports;
import org.aptheke.jobs.ScheduleRules;
import org.aptheke.origin.Secret;
import org.aptheke.proxy.OfflineSwitch;
import org.aptheke.testkit.ManualClock;

/** A listener with a user for each role, all with the same password, whom it is asked to let in. */
final class GuardedDoor implements AutoCloseable {
    static final Duration IDLE = Duration.ofMinutes(30);
    static final Duration LIFETIME = Duration.ofHours(12);
    static final String PASSWORD = "open, sesame";

    /** Of the password, at the least cost: the tests log in often. */
    static final String HASH = "$2y$04$.9mjs2ASddjXTNzCTtPrqOH1/Ssg8w.Q.ldCYN5xLSdl3jmB62g2i";

    final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
    final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    final OfflineSwitch offline = new OfflineSwitch(false);
    final AdminServer.Behind behind = Doors.empty(offline);
    final Tokens tokens;
    final Access access;
    private final AdminServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Settings settings;
    private volatile Operators operators;

    GuardedDoor(Path directory) throws IOException {
        this(directory, Doors.loopback(), Optional.empty(), everyRole());
    }

    GuardedDoor(Path directory, Listening listening, Optional<FirstToken> first, List<Operator> known)
            throws IOException {
        operators = Operators.of(known);
        settings = settings(directory);
        tokens = Tokens.in(directory.resolve("tokens"), clock);
        var gate =
                new Gate(new Gate.Known(() -> operators, () -> new SessionRules(IDLE, LIFETIME), tokens, first), clock);
        access = new Access(gate, events::add, clock);
        server = AdminServer.start(listening, access, behind, pages());
    }

    private static Settings settings(Path directory) throws IOException {
        try {
            return ConfigFile.load(ConfigSources.of(
                            Optional.of(Files.writeString(directory.resolve("aptheke.toml"), "")),
                            Map.of(),
                            "someone",
                            directory))
                    .settings();
        } catch (ConfigRefusedException e) {
            throw new IOException(e);
        }
    }

    /** Those of the console, for settings that say nothing. */
    Pages pages() {
        return new Console(new Console.Parts(
                behind,
                () -> new ScheduleRules(
                        List.of(), Duration.ZERO, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, ZoneOffset.UTC),
                () -> settings,
                () -> new Ports(List.of(3142), List.of()),
                "cache"));
    }

    static List<Operator> everyRole() {
        return List.of(operator(Role.VIEW), operator(Role.OPERATE), operator(Role.ADMIN));
    }

    /** Named like the role. */
    static Operator operator(Role role) {
        return new Operator(role.word(), role, Secret.of(HASH));
    }

    void operators(List<Operator> changed) {
        operators = Operators.of(changed);
    }

    AdminServer server() {
        return server;
    }

    int port() {
        return server.port();
    }

    /** A session as a browser has it. */
    record LoggedIn(String cookie, String csrf) {
        String[] fields() {
            return new String[] {"Cookie", cookie, "X-CSRF-Token", csrf};
        }
    }

    LoggedIn logIn(Role role) throws Exception {
        var answer = logIn(role.word(), PASSWORD);
        if (answer.statusCode() != 200) {
            throw new AssertionError("no log-in: " + answer.body());
        }
        return loggedIn(answer);
    }

    static LoggedIn loggedIn(HttpResponse<String> answer) {
        var cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        return new LoggedIn(cookie, answer.body().replaceFirst("(?s).*\"csrfToken\" : \"([^\"]*)\".*", "$1"));
    }

    HttpResponse<String> logIn(String name, String password, String... fields) throws Exception {
        return post("/api/v1/login", "{\"name\": \"" + name + "\", \"password\": \"" + password + "\"}", fields);
    }

    String token(String name, Role role, Optional<Duration> goodFor) throws IOException, TokenRefusedException {
        return tokens.create(name, role, goodFor.map(clock.instant()::plus))
                .secret()
                .reveal();
    }

    HttpResponse<String> get(String path, String... fields) throws Exception {
        return send(request(path, fields).GET());
    }

    HttpResponse<String> post(String path, String json, String... fields) throws Exception {
        return send(request(path, fields)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpResponse<String> submit(String path, String form, String... fields) throws Exception {
        return send(request(path, fields)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    HttpRequest.Builder request(String path, String... fields) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(30));
        return fields.length == 0 ? request : request.headers(fields);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** An answer whose content may never end, and the title of the problem that it is. */
    record Beginning(int status, String problem) {}

    Beginning begin(HttpRequest.Builder request) throws Exception {
        var answer = client.send(request.build(), BodyHandlers.ofInputStream());
        try (var content = answer.body()) {
            var type = answer.headers().firstValue("Content-Type").orElse("");
            var text = type.startsWith("application/problem+json")
                    ? new String(content.readAllBytes(), StandardCharsets.UTF_8)
                    : "";
            return new Beginning(answer.statusCode(), text.replaceFirst("(?s).*\"title\" ?: ?\"([^\"]*)\".*", "$1"));
        }
    }

    List<Event.Change> changes() {
        return List.copyOf(events).stream().map(Event.Change.class::cast).toList();
    }

    @Override
    public void close() {
        server.close();
        behind.runner().close();
        client.close();
    }
}
