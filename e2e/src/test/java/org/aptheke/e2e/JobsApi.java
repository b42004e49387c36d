package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aptheke.testkit.Poll;

/** The jobs of a running program, by its API. */
final class JobsApi {
    private static final Pattern NUMBER = Pattern.compile("\"number\"\\s*:\\s*(\\d+)");

    private final int port;

    JobsApi(int port) {
        this.port = port;
    }

    /** Begins a run; its number. Arguments are names and values in turn. */
    long begin(String kind, String... arguments) throws IOException, InterruptedException {
        var pairs = new StringBuilder();
        for (int i = 0; i < arguments.length; i += 2) {
            pairs.append(i > 0 ? ", " : "").append("\"%s\": \"%s\"".formatted(arguments[i], arguments[i + 1]));
        }
        var answer = ask(
                "application/json", "POST", "jobs", "{\"kind\": \"%s\", \"arguments\": {%s}}".formatted(kind, pairs));
        var number = NUMBER.matcher(answer);
        assertThat(number.find()).as(answer).isTrue();
        return Long.parseLong(number.group(1));
    }

    void cancel(long number) throws IOException, InterruptedException {
        var _ = ask("text/plain", "POST", "jobs/" + number + "/cancel", "");
    }

    /** All latest runs, for people. */
    String list() throws IOException, InterruptedException {
        return ask("text/plain", "GET", "jobs", "");
    }

    /** What came of a run, for people, when it has ended. */
    String report(long number) throws Exception {
        awaitEndOfAll();
        return ask("text/plain", "GET", "jobs/" + number, "");
    }

    boolean anyIsUnderWay() throws IOException, InterruptedException {
        return isUnderWay(list());
    }

    private static boolean isUnderWay(String runs) {
        return Stream.of(" waiting ", " planning ", " running ").anyMatch(runs::contains);
    }

    void awaitEndOfAll() throws Exception {
        Poll.until("all runs end", () -> !anyIsUnderWay());
    }

    private String ask(String form, String method, String path, String content)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path))
                .header("Accept", form)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(content))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
