package org.aptheke.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.aptheke.config.Settings;
import org.jspecify.annotations.Nullable;

/** The API of the running program, as the commands ask it. */
final class Api implements AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

    /** Looking at a large store takes its time. */
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(5);

    private static final int PIPE_BYTES = 256 << 10;

    /** Of what is as long as a bundle. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private final String base;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT_WITHIN)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    Api(Settings settings) {
        var address = settings.console().listen();
        String host = address.getHostString();
        base = "http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort() + "/api/v1/";
    }

    /** It does not answer, or not as was hoped; the message is one line for a person. */
    static final class NoAnswerException extends Exception {
        private static final long serialVersionUID = 1;

        NoAnswerException(String message, IOException cause) {
            super(message, cause);
        }

        NoAnswerException(String message) {
            super(message);
        }
    }

    /** For people, or as JSON. */
    String get(String path, boolean json) throws NoAnswerException, InterruptedException {
        return send(request(path, json).GET());
    }

    String get(String path) throws NoAnswerException, InterruptedException {
        return get(path, false);
    }

    String post(String path, String content) throws NoAnswerException, InterruptedException {
        return send(request(path, false)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(content)));
    }

    /** An answer with a content that is read while it comes. */
    record Streamed(InputStream content, HttpHeaders fields) implements AutoCloseable {
        String header(String name) {
            return fields.firstValue(name).orElse("");
        }

        @Override
        public void close() throws IOException {
            content.close();
        }
    }

    /** Asks for something that may take long, and be long. */
    Streamed postForContent(String path, String content) throws NoAnswerException, InterruptedException {
        var request = request(path, false)
                .timeout(LONGEST)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(content))
                .build();
        try {
            var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() >= 300) {
                try (var body = response.body()) {
                    throw refused(request, response, new String(body.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            return new Streamed(response.body(), response.headers());
        } catch (IOException e) {
            throw silent(request, e);
        }
    }

    /** What a long request has as its content. */
    interface Writing {
        void write(OutputStream to) throws IOException;
    }

    /**
     * Sends something, however long it is.
     *
     * @throws IOException what the writing threw, if it did
     */
    String put(String path, String type, Writing writing) throws NoAnswerException, InterruptedException, IOException {
        var failure = new AtomicReference<@Nullable IOException>();
        try (var read = new PipedInputStream(PIPE_BYTES)) {
            var written = new PipedOutputStream(read);
            Thread.ofVirtual().name("sending").start(() -> {
                try (written) {
                    writing.write(written);
                } catch (IOException e) {
                    failure.set(e);
                }
            });
            var answer = send(request(path, false)
                    .timeout(LONGEST)
                    .header("Content-Type", type)
                    .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> read)));
            var failed = failure.get();
            if (failed != null) {
                throw failed;
            }
            return answer;
        }
    }

    private HttpRequest.Builder request(String path, boolean json) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(ANSWER_WITHIN)
                .header("Accept", json ? "application/json" : "text/plain");
    }

    private String send(HttpRequest.Builder builder) throws NoAnswerException, InterruptedException {
        var request = builder.build();
        try {
            var response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw refused(request, response, response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw silent(request, e);
        }
    }

    private static NoAnswerException refused(HttpRequest request, HttpResponse<?> response, String body) {
        return new NoAnswerException(request.uri() + " answered " + response.statusCode() + ": " + detail(body));
    }

    private static NoAnswerException silent(HttpRequest request, IOException e) {
        return new NoAnswerException(
                request.uri() + " does not answer: is the program running, with this configuration?", e);
    }

    /** What a problem report says; all of anything else. */
    private static String detail(String body) {
        var detail =
                Pattern.compile("\"detail\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(body);
        return detail.find() ? detail.group(1).replace("\\\"", "\"") : body.strip();
    }

    /** An object of texts as JSON writes it. */
    static String object(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(each -> quoted(each.getKey()) + ": " + quoted(each.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** A text as JSON writes it. */
    static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    @Override
    public void close() {
        client.close();
    }
}
