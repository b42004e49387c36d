package org.aptheke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.aptheke.http.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Storing header fields: RFC 9111, 3.1. */
final class Rfc9111StoredFieldsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "Keep-Alive",
                "Proxy-Authenticate",
                "Proxy-Authentication-Info",
                "Proxy-Authorization",
                "Proxy-Connection",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade",
                "Content-Length",
                "tRANSFER-eNCODING",
            })
    void of_excludedField_isDropped(String name) {
        assertThat(StoredFields.of(Fields.of(name, "x", "Server", "s"))).isEqualTo(Fields.of("Server", "s"));
    }

    /** MUST include all others, also unknown ones, in their order. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Test-Header",
                "Set-Cookie",
                "X-Test-Header",
                "Content-Foo",
                "X-Content-Foo",
                "Cache-Control",
                "Content-Encoding",
                "Content-Location",
                "Content-MD5",
                // Of a 200 it means nothing, and is kept like anything unknown.
                "Content-Range",
                "Content-Security-Policy",
                "Content-Type",
                "Clear-Site-Data",
                "Date",
                "ETag",
                "Expires",
                "Public-Key-Pins",
                "X-Frame-Options",
                "X-XSS-Protection",
                "Age",
                "Via",
                "Cache-Status",
            })
    void of_anyOtherField_isKept(String name) {
        var fields = Fields.of("A", "1", name, "x", "B", "2", name, "y");

        assertThat(StoredFields.of(fields)).isEqualTo(fields);
    }

    @Test
    void of_fieldsNamedByConnection_areDropped() {
        var fields = Fields.of("Connection", "a, B", "a", "1", "b", "2", "Connection", "c", "C", "3", "d", "4");

        assertThat(StoredFields.of(fields)).isEqualTo(Fields.of("d", "4"));
    }

    @Test
    void of_fieldsNamedByNoCacheOrPrivate_areDropped() {
        var fields = Fields.of(
                "Cache-Control", "no-cache=\"a, b\", private=\"c\", max-age=1", "a", "1", "B", "2", "c", "3", "d", "4");

        assertThat(StoredFields.of(fields))
                .isEqualTo(Fields.of("Cache-Control", "no-cache=\"a, b\", private=\"c\", max-age=1", "d", "4"));
    }
}
