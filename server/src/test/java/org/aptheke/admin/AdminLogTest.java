package org.aptheke.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lines of logs, also as they come; the settings in force; the description of all that can be asked. */
@Timeout(60)
final class AdminLogTest extends OverBehinds {
    private static final int LIMIT_MILLIS = 20_000;

    @Test
    void log_byLevelAndPart_showsTheseAlone() throws Exception {
        behinds.log.write(LogLines.Level.INFO, "suite", "adopted <script>");
        behinds.log.write(LogLines.Level.WARN, "origin", "no connection");

        assertThat(json("/api/v1/log").path("lines")).hasSize(2);
        assertThat(json("/api/v1/log?level=warn")
                        .path("lines")
                        .get(0)
                        .path("source")
                        .asString())
                .isEqualTo("origin");
        assertThat(json("/api/v1/log?q=script")
                        .path("lines")
                        .get(0)
                        .path("text")
                        .asString())
                .isEqualTo("adopted <script>");
        assertThat(behinds.get("/api/v1/log?numbered=true", "text/plain").body())
                .isEqualTo("""
                        1 2026-03-01T12:00:00Z info suite: adopted <script>
                        2 2026-03-01T12:00:00Z warn origin: no connection
                        """);
        assertThat(behinds.get("/api/v1/log?level=loud", "application/json").statusCode())
                .isEqualTo(400);
    }

    @Test
    void log_moreLinesThanAreWanted_nextAreThoseRightBehind() throws Exception {
        for (int i = 1; i <= 5; i++) {
            behinds.log.write(LogLines.Level.INFO, "suite", "line " + i);
        }

        assertThat(behinds.get("/api/v1/log?numbered=true&order=next&after=1&limit=2", "text/plain")
                        .body())
                .isEqualTo("""
                        2 2026-03-01T12:00:00Z info suite: line 2
                        3 2026-03-01T12:00:00Z info suite: line 3
                        """);
    }

    @Test
    void events_aLineComes_isSentWithItsNumber() throws Exception {
        behinds.log.write(LogLines.Level.INFO, "suite", "before");
        try (var stream = new Stream("/api/v1/events", "")) {
            behinds.log.write(LogLines.Level.INFO, "suite", "after");

            assertThat(stream.event()).containsExactly("id: 2", "event: log", stream.data("after"));
        }
    }

    @Test
    void events_notAskedForAsAStream_areRefused() throws Exception {
        assertThat(behinds.get("/api/v1/events", "application/json").statusCode())
                .isEqualTo(406);
    }

    @Test
    void events_clientComesBack_getsWhatItMissed() throws Exception {
        behinds.log.write(LogLines.Level.INFO, "suite", "first");
        behinds.log.write(LogLines.Level.INFO, "suite", "second");
        try (var stream = new Stream("/api/v1/events", "Last-Event-ID: 1\r\n")) {
            assertThat(stream.event()).containsExactly("id: 2", "event: log", stream.data("second"));
        }
    }

    @Test
    void config_settings_sayWhereTheyAreFrom() throws Exception {
        behinds.settings = List.of(
                new SettingInForce("listen", "[\"0.0.0.0:3142\"]", "default"),
                new SettingInForce("log.level", "\"warn\"", "aptheke.toml:3"));

        var settings = json("/api/v1/config").path("settings");

        assertThat(settings.get(0).path("default").asBoolean()).isTrue();
        assertThat(settings.get(1).path("from").asString()).isEqualTo("aptheke.toml:3");
        assertThat(behinds.get("/api/v1/config", "text/plain").body()).contains("log.level  aptheke.toml:3");
    }

    @Test
    void description_everyEndpoint_isInItAndInTheDocumentation() throws Exception {
        var paths = json("/api/v1/openapi.json").path("paths");
        var described = new HashSet<String>();
        paths.properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method ->
                                described.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));
        var documentation = Files.readString(Path.of("../docs/api.md"));

        try (var streams = new EventStreams()) {
            var endpoints = Endpoints.of(behinds.behind(), Doors.access(), Pages.NONE, streams).stream()
                    .map(endpoint -> endpoint.method().name() + " " + endpoint.path())
                    .filter(endpoint -> endpoint.contains(" /api/"))
                    .toList();
            assertThat(endpoints).hasSizeGreaterThan(20);
            assertThat(described).containsExactlyInAnyOrderElementsOf(endpoints);
            assertThat(endpoints)
                    .allSatisfy(endpoint -> assertThat(documentation).contains("`" + endpoint + "`"));
        }
        assertThat(paths.path("/api/v1/objects/{digest}")
                        .path("get")
                        .path("parameters")
                        .get(0)
                        .path("in")
                        .asString())
                .isEqualTo("path");
    }

    /** A client that follows events, by hand: it must see each as soon as it comes. */
    private final class Stream implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Stream(String path, String fields) throws IOException {
            socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), behinds.server.port());
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n" + fields
                                    + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var line = in.readLine();
            while (!line.startsWith("retry: ")) {
                line = in.readLine();
            }
        }

        /** The lines of the next event; sizes of chunks are between them. */
        List<String> event() throws IOException {
            var lines = new ArrayList<String>();
            while (lines.isEmpty() || !lines.getLast().startsWith("data: ")) {
                var line = in.readLine();
                if (line.startsWith("id: ") || line.startsWith("event: ") || line.startsWith("data: ")) {
                    lines.add(line);
                }
            }
            return lines;
        }

        String data(String text) {
            return "data: {\"number\":2,\"at\":\"2026-03-01T12:00:00Z\",\"level\":\"info\",\"source\":\"suite\",\"text\":\""
                    + text + "\"}";
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
