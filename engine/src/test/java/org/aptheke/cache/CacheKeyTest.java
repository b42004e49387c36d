package org.aptheke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CacheKeyTest {
    private static String key(Scheme scheme, int port, String path, String query) {
        return CacheKey.of(new TargetUri(scheme, "deb.example.org", port, path, query))
                .text();
    }

    private static String key(String path) {
        return key(Scheme.HTTP, 80, path, "");
    }

    @Test
    void of_defaultPortsOfBothSchemes_shareAKey() {
        assertThat(key(Scheme.HTTP, 80, "/a", ""))
                .isEqualTo(key(Scheme.HTTPS, 443, "/a", ""))
                .isEqualTo("deb.example.org/a");
    }

    @Test
    void of_defaultPortOfTheOtherScheme_isItsOwnKey() {
        assertThat(key(Scheme.HTTP, 443, "/a", "")).isEqualTo("deb.example.org:443/a");
        assertThat(key(Scheme.HTTPS, 80, "/a", "")).isEqualTo("deb.example.org:80/a");
        assertThat(key(Scheme.HTTP, 8080, "/a", "")).isEqualTo("deb.example.org:8080/a");
    }

    @Test
    void of_hostInOtherCase_isTheSame() {
        assertThat(CacheKey.of(new TargetUri(Scheme.HTTP, "DEB.Example.org", 80, "/a", ""))
                        .text())
                .isEqualTo("deb.example.org/a");
    }

    @ParameterizedTest
    @CsvSource({
        "/g%2b%2B_1%3a2%7Erc_amd64.deb, /g++_1:2~rc_amd64.deb",
        "/%61%2d%2E%5f, /a-._",
        "/a%2fb%3f%c3%bc, /a%2Fb%3F%C3%BC",
        "//a//b, //a//b",
        "/a%, /a%",
        "/a%2, /a%2",
        "/a%zz%2b, /a%zz+",
        "/a%25%32%62, /a%252b",
        "/A, /A",
    })
    void of_escapes_areUndoneWhereThatChangesNothing(String path, String normalised) {
        assertThat(key(path)).isEqualTo("deb.example.org" + normalised);
    }

    @Test
    void of_query_isPartAsWritten() {
        assertThat(key(Scheme.HTTP, 80, "/a", "x=%2b&y=1")).isEqualTo("deb.example.org/a?x=%2b&y=1");
        assertThat(key(Scheme.HTTP, 80, "/a", "x=1")).isNotEqualTo(key(Scheme.HTTP, 80, "/a", "x=2"));
    }

    @Test
    void path_keyWithEverything_isBetweenAuthorityAndQuery() {
        var ipv6 = new TargetUri(Scheme.HTTP, "2001:db8::1", 3142, "/a/b.deb", "x=/c.iso");

        assertThat(CacheKey.of(ipv6).text()).isEqualTo("[2001:db8::1]:3142/a/b.deb?x=/c.iso");
        assertThat(CacheKey.of(ipv6).path()).isEqualTo("/a/b.deb");
    }

    @Test
    void of_askedAsTheOperator_isAnotherKeyThatSaysSo() {
        var target = new TargetUri(Scheme.HTTPS, "deb.example.org", 443, "/a@b", "");

        assertThat(CacheKey.of(target.as("vendor")).text()).isEqualTo("vendor@deb.example.org/a@b");
        assertThat(CacheKey.of(target.as("vendor")).credential()).hasValue("vendor");
        assertThat(CacheKey.of(target).credential()).isEmpty();
    }
}
