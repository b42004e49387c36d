package org.aptheke.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;

/** The API of the running program, as the commands ask it. */
final class Api implements AutoCloseable {
    private static final long CONNECT_WITHIN_SECONDS = 10;

    /** Looking at a large store takes its time. */
    private static final long ANSWER_WITHIN_SECONDS = 300;

    private final String base;
    private final Optional<ShownToken> token;
    private final CloseableHttpClient client;

    /**
     * Connects when it is asked.
     *
     * @throws IOException when the file of authorities cannot be used
     */
    Api(ApiAddress address) throws IOException {
        base = address.base() + "/api/v1/";
        token = address.token();
        var requests = RequestConfig.custom().setResponseTimeout(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS);
        address.socket().ifPresent(requests::setUnixDomainSocket);
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT_WITHIN_SECONDS, TimeUnit.SECONDS)
                        .build());
        if (address.ca().isPresent()) {
            connections.setTlsSocketStrategy(
                    new DefaultClientTlsStrategy(Trust.in(address.ca().get())));
        }
        // What is shown goes to nobody else, and what changes something is not sent twice.
        client = HttpClients.custom()
                .setConnectionManager(connections.build())
                .setDefaultRequestConfig(requests.build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
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
    String get(String path, boolean json) throws NoAnswerException {
        return send(new HttpGet(base + path), json);
    }

    String get(String path) throws NoAnswerException {
        return get(path, false);
    }

    String post(String path, String content) throws NoAnswerException {
        return post(path, content, false);
    }

    /** For people, or as JSON. */
    String post(String path, String content, boolean json) throws NoAnswerException {
        var request = new HttpPost(base + path);
        request.setEntity(new StringEntity(content, ContentType.APPLICATION_JSON));
        return send(request, json);
    }

    private record Answer(int status, String content) {}

    private String send(HttpUriRequestBase request, boolean json) throws NoAnswerException {
        request.setHeader("Accept", json ? "application/json" : "text/plain");
        token.ifPresent(shown -> request.setHeader("Authorization", "Bearer " + shown.value()));
        var asked = request.getRequestUri();
        try {
            var answer = client.execute(
                    request,
                    response -> new Answer(
                            response.getCode(),
                            response.getEntity() == null
                                    ? ""
                                    : EntityUtils.toString(response.getEntity(), StandardCharsets.UTF_8)));
            if (answer.status() >= 300) {
                throw new NoAnswerException(base.replaceFirst("/api/v1/$", "") + asked + " answered " + answer.status()
                        + ": " + detail(answer.content()));
            }
            return answer.content();
        } catch (SSLException e) {
            throw new NoAnswerException(
                    base + " cannot be trusted: " + e.getMessage() + "; --ca names a file with its authority", e);
        } catch (IOException e) {
            throw new NoAnswerException(
                    base.replaceFirst("/api/v1/$", "") + asked
                            + " does not answer: is the program running, with this configuration?",
                    e);
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
        client.close(CloseMode.GRACEFUL);
    }
}
