package org.aptheke.origin;

import static org.assertj.core.api.Assertions.assertThat;

import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UriReferenceTest {
    private static final TargetUri BASE = new TargetUri(Scheme.HTTP, "deb.example.org", 80, "/a/b/c", "q");

    @ParameterizedTest
    @CsvSource({
        "https://mirror.example/x, https://mirror.example/x",
        "HTTP://Mirror.Example:8080/X?y=1#z, http://mirror.example:8080/X?y=1",
        "http://mirror.example, http://mirror.example/",
        "http://mirror.example?q, http://mirror.example/?q",
        "http://[::1]:81/, http://[::1]:81/",
        "//mirror.example/x, http://mirror.example/x",
        "/x, http://deb.example.org/x",
        "/x//y/../z, http://deb.example.org/x//z",
        "x, http://deb.example.org/a/b/x",
        "../x?y, http://deb.example.org/a/x?y",
        "../../../x, http://deb.example.org/x",
        "./, http://deb.example.org/a/b/",
        "?r, http://deb.example.org/a/b/c?r",
        "#f, http://deb.example.org/a/b/c?q",
        "x:y/z, ''",
        "./x:y, http://deb.example.org/a/b/x:y",
        "/a b, http://deb.example.org/a%20b",
        "/g%2b%2b+~|, http://deb.example.org/g%2b%2b+~|"
    })
    void resolve_asRfc3986(String reference, String expected) {
        assertThat(UriReference.resolve(BASE, reference)
                        .map(TargetUri::toString)
                        .orElse(""))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://mirror.example/x",
                "mailto:a@example.org",
                "javascript:1",
                "http:/x",
                "http:///x",
                "http://a:b@c/x",
                "http://a:0/",
                "http://a b/",
                "/x\u0001",
                "http://[::1/",
                "file:///etc/passwd"
            })
    void resolve_noUsableUri_isEmpty(String reference) {
        assertThat(UriReference.resolve(BASE, reference)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/caf\u00c3\u00a9"})
    void resolve_rawBytes_areEncoded(String reference) {
        assertThat(UriReference.resolve(BASE, reference)).map(TargetUri::path).hasValue("/caf%c3%a9");
    }
}
