package org.aptheke.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.aptheke.http.Content;
import org.aptheke.origin.Authority;
import org.aptheke.route.Route;
import org.junit.jupiter.api.Test;

final class PlainAnswersTest {
    private static final Optional<Authority> CACHE = Optional.of(new Authority("cache.example.org", 3142));

    private final PlainAnswers answers = new PlainAnswers(() -> true, Optional::empty, new NamedPages());

    @Test
    void landing_forABrowser_isAPageWithItsPolicyAnd406() {
        var response = answers.of(new Route.Landing(CACHE, true)).response();

        assertThat(response.status()).isEqualTo(406);
        assertThat(text(response.content())).isEqualTo("page for " + CACHE);
        assertThat(response.fields().first("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(response.fields().first("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(response.fields().first("Vary")).contains("Accept");
        assertThat(response.fields().first("Cache-Control")).contains("no-store");
    }

    @Test
    void landing_forOthers_isPlainTextAnd406() {
        var response = answers.of(new Route.Landing(CACHE, false)).response();

        assertThat(response.status()).isEqualTo(406);
        assertThat(text(response.content())).isEqualTo("text for " + CACHE);
        assertThat(response.fields().first("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(response.fields().first("Vary")).contains("Accept");
    }

    @Test
    void detectScript_isServed() {
        var response = answers.of(new Route.DetectScript(CACHE)).response();

        assertThat(response.status()).isEqualTo(200);
        assertThat(text(response.content())).isEqualTo("script for " + CACHE);
    }

    private static String text(Content content) {
        return StandardCharsets.UTF_8.decode(((Content.Bytes) content).buffer()).toString();
    }
}
