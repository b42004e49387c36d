package org.aptheke.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.aptheke.http.Fields;
import org.aptheke.http.TargetUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedirectsTest {
    private static final Fields SECRETS =
            Fields.of("Authorization", "Basic eA==", "Cookie", "a=b", "Range", "bytes=5-", "If-Range", "\"x\"");

    private final ListedOrigins origins = new ListedOrigins();
    private final Redirects redirects = new Redirects(origins);

    @Test
    void send_noRedirect_isOneRequest() throws Exception {
        var followed = redirects.send(request("http://a.example/x"));

        assertThat(followed.response().status()).isEqualTo(200);
        assertThat(followed.target()).hasToString("http://a.example/x");
        assertThat(followed.hops()).isEmpty();
        assertThat(origins.sent).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void send_redirects_areFollowedAndClosed(int status) throws Exception {
        origins.redirect("http://a.example/x", status, "/y");
        origins.redirect("http://a.example/y", status, "https://b.example/z?q");

        var followed = redirects.send(request("http://a.example/x"));

        assertThat(followed.target()).hasToString("https://b.example/z?q");
        assertThat(followed.hops())
                .map(TargetUri::toString)
                .containsExactly("http://a.example/x", "http://a.example/y");
        assertThat(origins.responses).map(ListedOrigins.Listed::isClosed).containsExactly(true, true, false);
    }

    @Test
    void send_head_staysHead() throws Exception {
        origins.redirect("http://a.example/x", 303, "/y");

        redirects.send(new OriginRequest("HEAD", uri("http://a.example/x"), Fields.EMPTY));

        assertThat(origins.sent).map(OriginRequest::method).containsExactly("HEAD", "HEAD");
    }

    @ParameterizedTest
    @CsvSource({
        "http://b.example/y, false",
        "http://a.example:8080/y, false",
        "https://a.example:8443/y, false",
        "http://a.example/y, true",
        "https://a.example/y, true"
    })
    void send_otherOrigin_getsNoCredentials(String location, boolean kept) throws Exception {
        origins.redirect("http://a.example/x", 302, location);

        redirects.send(new OriginRequest("GET", uri("http://a.example/x"), SECRETS));

        Fields last = origins.sent.getLast().fields();
        assertThat(last.contains("Authorization")).isEqualTo(kept);
        assertThat(last.contains("Cookie")).isEqualTo(kept);
        assertThat(last.contains("Range") && last.contains("If-Range")).isTrue();
    }

    @Test
    void send_backToFirstOrigin_credentialsStayDropped() throws Exception {
        origins.redirect("http://a.example/x", 302, "http://b.example/y");
        origins.redirect("http://b.example/y", 302, "http://a.example/z");

        redirects.send(new OriginRequest("GET", uri("http://a.example/x"), SECRETS));

        assertThat(origins.sent.getLast().fields().contains("Authorization")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"302, ftp://b.example/", "302, ''", "301, http://a:0/", "304, /y", "300, /y", "305, /y", "200, /y"})
    void send_noUsableRedirect_isTheAnswer(int status, String location) throws Exception {
        origins.redirect("http://a.example/x", status, location);
        if (location.isEmpty()) {
            origins.answer("http://a.example/x", status);
        }

        var followed = redirects.send(request("http://a.example/x"));

        assertThat(followed.response().status()).isEqualTo(status);
        assertThat(origins.sent).hasSize(1);
        assertThat(origins.responses.getFirst().isClosed()).isFalse();
    }

    @Test
    void send_circle_isCaught() {
        origins.redirect("http://a.example/x", 302, "/y");
        origins.redirect("http://a.example/y", 302, "/x#again");

        assertThatThrownBy(() -> redirects.send(request("http://a.example/x")))
                .isInstanceOf(RedirectException.class)
                .hasMessageContaining("circle")
                .hasMessageContaining("http://a.example/x");
        assertThat(origins.responses).allMatch(ListedOrigins.Listed::isClosed).hasSize(2);
    }

    @Test
    void send_tenHops_areFollowed_elevenAreNot() throws Exception {
        for (int i = 1; i < 12; i++) {
            origins.redirect("http://a.example/" + i, 302, "/" + (i + 1));
        }

        assertThat(redirects.send(request("http://a.example/2")).hops()).hasSize(10);
        assertThatThrownBy(() -> redirects.send(request("http://a.example/1")))
                .isInstanceOf(RedirectException.class)
                .hasMessageContaining("more than 10");
    }

    @Test
    void send_httpsToHttp_isRefused() {
        origins.redirect("https://a.example/x", 302, "http://a.example/x");

        assertThatThrownBy(() -> redirects.send(request("https://a.example/x")))
                .isInstanceOf(RedirectException.class)
                .hasMessageContaining("https to http");
        assertThat(origins.responses.getFirst().isClosed()).isTrue();
    }

    @Test
    void send_asTheOperator_goesOnAsTheOperator() throws Exception {
        origins.redirect("http://a.example/x", 302, "/y");
        origins.redirect("http://a.example/y", 302, "https://b.example/z");

        redirects.send(new OriginRequest("GET", uri("http://a.example/x").as("vendor"), Fields.EMPTY));

        assertThat(origins.sent)
                .map(sent -> sent.target().toString())
                .containsExactly(
                        "http://vendor@a.example/x", "http://vendor@a.example/y", "https://vendor@b.example/z");
    }

    private static OriginRequest request(String uri) {
        return new OriginRequest("GET", uri(uri), Fields.EMPTY);
    }

    private static TargetUri uri(String text) {
        return ListedOrigins.uri(text);
    }
}
