package org.aptheke.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TargetUriTest {
    @ParameterizedTest
    @CsvSource({
        "HTTP, deb.example.org, 80, vendor@deb.example.org",
        "HTTPS, deb.example.org, 8443, vendor@deb.example.org:8443",
        "HTTP, ::1, 80, vendor@[::1]",
        "HTTP, ::1, 81, vendor@[::1]:81"
    })
    void as_credential_isPartOfTheAuthority(Scheme scheme, String host, int port, String authority) {
        var target = new TargetUri(scheme, host, port, "/x@y", "q");

        var asked = target.as("vendor");

        assertThat(asked.authority()).isEqualTo(authority);
        assertThat(asked.credential()).hasValue("vendor");
        assertThat(asked.hostName()).isEqualTo(host);
        assertThat(asked.anonymous()).isEqualTo(target);
    }

    @Test
    void as_twice_keepsTheLast() {
        var target = new TargetUri(Scheme.HTTP, "deb.example.org", 80, "/", "");

        assertThat(target.as("one").as("two")).isEqualTo(target.as("two"));
        assertThat(target.credential()).isEmpty();
        assertThat(target.anonymous()).isSameAs(target);
    }
}
