package org.aptheke.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.aptheke.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GuideTest {
    private static final CacheUrl CACHE = CacheUrl.parse("http://cache.example.org:3142");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void ways_withoutAnythingConfigured_areThoseThatAlwaysWork() throws Exception {
        var settings = Configured.by(directory);

        assertThat(ways(settings)).containsExactly("proxy", "path", "http", "detect", "discover");
    }

    @Test
    void ways_withInterceptionAndTls_areAll() throws Exception {
        var settings = Configured.by(
                directory,
                "intercept.hosts = [\"vendor.example\"]",
                "tls.listen = [\":3144\"]",
                "tls.certificate = \"/etc/aptheke/tls.crt\"");

        assertThat(ways(settings))
                .containsExactlyElementsOf(
                        Arrays.stream(Way.values()).map(Way::toString).toList());
    }

    @Test
    void way_thatDoesNotWorkHere_isRefusedNamingTheSetting() throws Exception {
        var settings = Configured.by(directory);

        assertThatThrownBy(() -> text(settings, Way.INTERCEPT)).hasMessageContaining("[intercept] hosts is empty");
        assertThatThrownBy(() -> text(settings, Way.TLS)).hasMessageContaining("[tls] listen is empty");
    }

    @Test
    void proxy_leadsHttpsPastTheCache_whereItIsNotTunnelled() throws Exception {
        assertThat(text(Configured.by(directory), Way.PROXY)).contains("""
                #-- file /etc/apt/apt.conf.d/30aptheke
                Acquire::http::Proxy "http://cache.example.org:3142";
                Acquire::https::Proxy "DIRECT";
                """);
        assertThat(text(Configured.by(directory, "connect.allow = [\"*:443\"]"), Way.PROXY))
                .contains("""
                Acquire::https::Proxy "http://cache.example.org:3142";
                """);
    }

    @Test
    void path_namesTheSchemeOfTheRepositoryInThePath() throws Exception {
        var settings = Configured.by(directory);

        assertThat(text(settings, Way.PATH, "https://vendor.example:8443/apt"))
                .contains("URIs: http://cache.example.org:3142/https/vendor.example:8443/apt\n")
                .contains("Acquire::http::Proxy::cache.example.org \"DIRECT\";");
        assertThat(text(settings, Way.PATH, "http://deb.example.org/debian"))
                .contains("URIs: http://cache.example.org:3142/deb.example.org/debian\n");
    }

    @Test
    void path_namesTheRemapsThereAre() throws Exception {
        var settings =
                Configured.by(directory, "[[remap]]", "name = \"debian\"", "to = [\"http://mirror.example/debian\"]");

        assertThat(text(settings, Way.PATH)).contains("http://cache.example.org:3142/debian.");
    }

    @Test
    void http_needsTheOldForm_onlyWhereNoRuleSaysHttps() throws Exception {
        var ruled = Configured.by(
                directory, "[[upstream]]", "host = \"*.vendor.example\"", "path = \"/apt\"", "scheme = \"https\"");

        assertThat(text(ruled, Way.HTTP, "https://a.vendor.example/apt/x"))
                .contains("URIs: http://a.vendor.example/apt/x\n");
        assertThat(text(ruled, Way.HTTP, "https://a.vendor.example/aptly"))
                .contains("URIs: http://HTTPS///a.vendor.example/aptly\n");
        assertThatThrownBy(() -> text(ruled, Way.HTTP, "http://a.vendor.example/apt"))
                .hasMessageContaining("is not https");
    }

    @Test
    void http_example_isAHostThatTheSettingsName() throws Exception {
        var settings = Configured.by(directory, "[[upstream]]", "host = \"packages.example\"", "scheme = \"https\"");

        assertThat(text(settings, Way.HTTP)).contains("URIs: http://packages.example/apt\n");
    }

    @Test
    void http_firstRuleAboutARepository_decides() throws Exception {
        var settings = Configured.by(
                directory,
                "upstream = [{host = \"a.vendor.example\", scheme = \"http\"},"
                        + " {host = \"*.vendor.example\", path = \"/ubuntu\", scheme = \"https\"},"
                        + " {host = \"b.vendor.example\", path = \"/debian/\", scheme = \"https\"}]");

        assertThat(text(settings, Way.HTTP, "https://a.vendor.example/ubuntu"))
                .contains("URIs: http://HTTPS///a.vendor.example/ubuntu\n");
        assertThat(text(settings, Way.HTTP)).contains("URIs: http://b.vendor.example/debian\n");
    }

    @Test
    void repository_thatMayNotBeAskedFor_isRefusedNamingTheSetting() throws Exception {
        var settings = Configured.by(directory, "hosts.deny = [\"vendor.example\"]");

        assertThatThrownBy(() -> text(settings, Way.PATH, "https://vendor.example/apt"))
                .hasMessageContaining("--repository: ")
                .hasMessageContaining("deny");
    }

    @Test
    void intercept_leadsTheListedHostsAlone_throughTheCache() throws Exception {
        var settings =
                Configured.by(directory, "intercept.hosts = [\"vendor.example:8443\", \"*.packagecloud.example\"]");

        assertThat(text(settings, Way.INTERCEPT))
                .contains("aptheke ca install-script --cache http://cache.example.org:3142 > install-ca.sh\n")
                .contains("""
                        Acquire::http::Proxy "http://cache.example.org:3142";
                        Acquire::https::Proxy "DIRECT";
                        Acquire::https::Proxy::vendor.example "http://cache.example.org:3142";
                        // For *.packagecloud.example one such line for each host.
                        """)
                .contains("URIs: https://vendor.example:8443/apt\n");
        assertThat(text(settings, Way.INTERCEPT, "https://a.packagecloud.example/x"))
                .contains("Acquire::https::Proxy::a.packagecloud.example \"http://cache.example.org:3142\";\n")
                .contains("URIs: https://a.packagecloud.example/x\n");
        assertThatThrownBy(() -> text(settings, Way.INTERCEPT, "https://vendor.example/apt"))
                .hasMessageContaining("is not intercepted");
    }

    @Test
    void tls_isWrittenForTheSameHost_atThePortOfTls() throws Exception {
        var settings =
                Configured.by(directory, "tls.listen = [\":3144\"]", "tls.certificate = \"/etc/aptheke/tls.crt\"");
        var wish = new Wish(Optional.empty(), Optional.of("/root/cache-ca.crt"));

        assertThat(Guide.text(settings, CACHE, wish, List.of(Way.TLS)))
                .contains("Acquire::http::Proxy \"https://cache.example.org:3144\";\n")
                .contains("install -m 644 /root/cache-ca.crt /usr/local/share/ca-certificates/aptheke-cache.crt\n");
        assertThat(Guide.text(
                        settings, CacheUrl.parse("https://cache:8443"), Wish.EXAMPLES, List.of(Way.TLS, Way.PROXY)))
                .contains("Acquire::http::Proxy \"https://cache:8443\";\n")
                .contains("Acquire::http::Proxy \"http://cache:3142\";\n");
    }

    @Test
    void detect_hasTheScriptWithThisCache_andTheHostsWhoseHttpsItTakes() throws Exception {
        var intercepting = Configured.by(directory, "intercept.hosts = [\"vendor.example:8443\", \"*.a.example\"]");

        assertThat(text(intercepting, Way.DETECT))
                .contains("#-- file /usr/local/bin/aptheke-detect, mode 755\n#!/bin/sh\n")
                .contains("\nAPTHEKE_PROXY=\"http://cache.example.org:3142\"\n")
                .contains("\nAPTHEKE_HTTPS=\"vendor.example *.a.example\"\n");
        assertThat(text(Configured.by(directory, "connect.allow = [\"*:443\"]"), Way.DETECT))
                .contains("\nAPTHEKE_HTTPS=\"*\"\n");
        assertThat(text(Configured.by(directory), Way.DETECT)).contains("\nAPTHEKE_HTTPS=\"\"\n");
    }

    @Test
    void discover_recordIsForTheDomainOfTheCache() throws Exception {
        var settings = Configured.by(directory);

        assertThat(text(settings, Way.DISCOVER))
                .contains("_apt_proxy._tcp.example.org. 3600 IN SRV 0 0 3142 cache.example.org.\n");
        assertThat(Guide.text(settings, CacheUrl.parse("http://192.0.2.1:8080"), Wish.EXAMPLES, List.of(Way.DISCOVER)))
                .contains("_apt_proxy._tcp.example.org. 3600 IN SRV 0 0 8080 cache.example.org.\n")
                .contains("has another port");
    }

    @Test
    void lines_areNoLongerThanATerminal() throws Exception {
        var text = Guide.text(Configured.by(directory), CACHE, Wish.EXAMPLES, List.of());

        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(121));
    }

    private static List<String> ways(Settings settings) {
        return Guide.text(settings, CACHE, Wish.EXAMPLES, List.of())
                .lines()
                .filter(line -> line.startsWith("#== "))
                .map(line -> line.substring(4, line.indexOf(':')))
                .toList();
    }

    private static String text(Settings settings, Way way) {
        return Guide.text(settings, CACHE, Wish.EXAMPLES, List.of(way));
    }

    private static String text(Settings settings, Way way, String url) {
        var repository = Repository.at(url, "stable", List.of("main"), Optional.empty());
        return Guide.text(settings, CACHE, new Wish(Optional.of(repository), Optional.empty()), List.of(way));
    }
}
