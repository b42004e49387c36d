package org.aptheke.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Prometheus of the system that scrapes one port each second, on the loopback interface. For one thread. */
final class Prometheus implements AutoCloseable {
    private final Process process;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    private Prometheus(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param rules a file with alerts that it evaluates */
    static Prometheus scraping(int target, Path rules, Path directory) throws IOException {
        int port = freePort();
        Files.createDirectories(directory);
        var configuration = Files.writeString(directory.resolve("prometheus.yml"), """
                global:
                  scrape_interval: 1s
                  evaluation_interval: 1s
                rule_files:
                  - %s
                scrape_configs:
                  - job_name: aptheke
                    static_configs:
                      - targets: ["127.0.0.1:%d"]
                """.formatted(rules, target));
        var output = directory.resolve("output");
        var process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Listening.await(process, port, output);
        return new Prometheus(process, port);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /** What the expression is now: the value of each series. */
    List<Double> query(String expression) throws IOException, InterruptedException {
        var values = new ArrayList<Double>();
        for (var series : ask("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .path("result")) {
            values.add(Double.valueOf(series.path("value").path(1).asString()));
        }
        return values;
    }

    /** How each alert of the rules is evaluated: {@code ok}, or what is wrong. */
    List<String> ruleHealth() throws IOException, InterruptedException {
        var health = new ArrayList<String>();
        for (var group : ask("rules").path("groups")) {
            for (var rule : group.path("rules")) {
                health.add(
                        rule.path("health").asString() + rule.path("lastError").asString());
            }
        }
        return health;
    }

    private JsonNode ask(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path))
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 503) {
            return JsonMapper.shared().createObjectNode(); // it is still starting
        }
        var json = JsonMapper.shared().readTree(answer.body());
        if (!json.path("status").asString().equals("success")) {
            throw new AssertionError(path + ": " + answer.body());
        }
        return json.path("data");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
