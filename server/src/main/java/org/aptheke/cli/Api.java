package org.aptheke.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.HttpEntities;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;

/** The API of the running program, as the commands ask it. */
final class Api implements AutoCloseable {
    private static final long CONNECT_WITHIN_SECONDS = 10;

    /** Looking at a large store takes its time. */
    private static final long ANSWER_WITHIN_SECONDS = 300;

    /** Of what is as long as a bundle. */
    private static final long LONGEST_DAYS = 7;

    private final String base;
    private final Optional<ShownToken> token;
    private final CloseableHttpClient client;

    /** For what is as long as a bundle. */
    private final RequestConfig patient;

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
        patient = RequestConfig.copy(requests.build())
                .setResponseTimeout(LONGEST_DAYS, TimeUnit.DAYS)
                .build();
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

    /** An answer with a content that is read while it comes. */
    static final class Streamed implements AutoCloseable {
        private final ClassicHttpResponse response;

        private Streamed(ClassicHttpResponse response) {
            this.response = response;
        }

        InputStream content() throws IOException {
            var entity = response.getEntity();
            return entity == null ? InputStream.nullInputStream() : entity.getContent();
        }

        String header(String name) {
            var field = response.getFirstHeader(name);
            return field == null ? "" : String.valueOf(field.getValue());
        }

        /** Whatever of it was not read is given up. */
        @Override
        public void close() throws IOException {
            response.close();
        }
    }

    /** Asks for something that may take long, and be long. */
    Streamed postForContent(String path, String content) throws NoAnswerException {
        var request = new HttpPost(base + path);
        request.setEntity(new StringEntity(content, ContentType.APPLICATION_JSON));
        prepare(request, false);
        request.setConfig(patient);
        try {
            var response = client.executeOpen(null, request, null);
            if (response.getCode() < 300) {
                return new Streamed(response);
            }
            try (response) {
                throw refused(request, new Answer(response.getCode(), text(response)));
            }
        } catch (IOException e) {
            throw silent(request, e);
        }
    }

    /** What a long request has as its content. */
    interface Writing {
        void write(OutputStream to) throws IOException;
    }

    /** Sends something, however long it is. */
    String put(String path, String type, Writing writing) throws NoAnswerException {
        var request = new HttpPut(base + path);
        request.setConfig(patient);
        request.setEntity(HttpEntities.create(writing::write, ContentType.create(type)));
        return send(request, false);
    }

    private record Answer(int status, String content) {}

    private String send(HttpUriRequestBase request, boolean json) throws NoAnswerException {
        prepare(request, json);
        try {
            var answer = client.execute(request, response -> new Answer(response.getCode(), text(response)));
            if (answer.status() >= 300) {
                throw refused(request, answer);
            }
            return answer.content();
        } catch (IOException e) {
            throw silent(request, e);
        }
    }

    private void prepare(HttpUriRequestBase request, boolean json) {
        request.setHeader("Accept", json ? "application/json" : "text/plain");
        token.ifPresent(shown -> request.setHeader("Authorization", "Bearer " + shown.value()));
    }

    private static String text(ClassicHttpResponse response) throws IOException {
        try {
            return response.getEntity() == null
                    ? ""
                    : EntityUtils.toString(response.getEntity(), StandardCharsets.UTF_8);
        } catch (ParseException e) {
            throw new IOException(e);
        }
    }

    private NoAnswerException refused(HttpUriRequestBase request, Answer answer) {
        return new NoAnswerException(base.replaceFirst("/api/v1/$", "") + request.getRequestUri() + " answered "
                + answer.status() + ": " + detail(answer.content()));
    }

    private NoAnswerException silent(HttpUriRequestBase request, IOException e) {
        return e instanceof SSLException
                ? new NoAnswerException(
                        base + " cannot be trusted: " + e.getMessage() + "; --ca names a file with its authority", e)
                : new NoAnswerException(
                        base.replaceFirst("/api/v1/$", "") + request.getRequestUri()
                                + " does not answer: is the program running, with this configuration? ("
                                + e.getMessage()
                                + ")",
                        e);
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
        client.close(CloseMode.GRACEFUL);
    }
}
