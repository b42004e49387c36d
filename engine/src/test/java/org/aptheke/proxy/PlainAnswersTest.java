package org.aptheke.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.aptheke.http.Content;
import org.aptheke.origin.Authority;
import org.aptheke.route.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void interceptedHosts_areLines() {
        var response = answers.of(new Route.InterceptedHosts(List.of("vendor.example:443", "*.example.org:443")))
                .response();

        assertThat(response.status()).isEqualTo(200);
        assertThat(text(response.content())).isEqualTo("vendor.example:443\n*.example.org:443\n");
    }

    @Test
    void oldReport_onTheMachineOfTheConsole_leadsThereWithANote() throws Exception {
        var report = new Route.OldReport(Optional.empty(), "http://127.0.0.1:3143/", false);

        var response =
                answers.of(report.seenBy(InetAddress.ofLiteral("127.0.0.1"))).response();

        assertThat(response.status()).isEqualTo(302);
        assertThat(response.fields().first("Location")).contains("http://127.0.0.1:3143/?from=acng-report");
        assertThat(text(response.content())).contains("This is Aptheke.");
    }

    @Test
    void oldReport_fromElsewhere_saysWhereTheConsoleIs() throws Exception {
        var report = new Route.OldReport(Optional.empty(), "http://127.0.0.1:3143/", false);

        var response =
                answers.of(report.seenBy(InetAddress.ofLiteral("192.0.2.7"))).response();

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.fields().contains("Location")).isFalse();
        assertThat(text(response.content())).contains("for that machine alone").contains("aptheke status");
    }

    @ParameterizedTest
    @CsvSource({
        "doExpire, aptheke job start expire",
        "justShow, aptheke job plan expire",
        "doImport, aptheke job start import",
        "sigabort, aptheke job cancel NUMBER",
        "doSomethingElse, aptheke --help"
    })
    void oldReport_action_isGoneAndNamesTheCommand(String action, String command) {
        var response = answers.of(new Route.OldReport(Optional.of(action), "http://cache.example.org:3143/", true))
                .response();

        assertThat(response.status()).isEqualTo(410);
        assertThat(text(response.content())).contains("Instead of " + action).contains(command + "\n");
    }

    private static String text(Content content) {
        return StandardCharsets.UTF_8.decode(((Content.Bytes) content).buffer()).toString();
    }
}
