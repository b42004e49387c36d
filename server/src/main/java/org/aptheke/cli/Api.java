package org.aptheke.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.aptheke.config.Settings;

/** The API of the running program, as the commands ask it. */
final class Api implements AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

    /** Looking at a large store takes its time. */
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(5);

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
                throw new NoAnswerException(
                        request.uri() + " answered " + response.statusCode() + ": " + detail(response.body()));
            }
            return response.body();
        } catch (IOException e) {
            throw new NoAnswerException(
                    request.uri() + " does not answer: is the program running, with this configuration?", e);
        }
    }

    /** What a problem report says; all of anything else. */
    private static String detail(String body) {
        var detail =
                Pattern.compile("\"detail\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(body);
        return detail.find() ? detail.group(1).replace("\\\"", "\"") : body.strip();
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
