package org.aptheke.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import org.aptheke.cache.CacheKey;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UrlsTest {
    @Test
    void encoded_nameInUrlAndKey_meetWhateverTheClientEscapes() {
        var directory = new TargetUri(Scheme.HTTP, "deb.example.org", 80, "/debian", "");
        var asClientsWriteIt =
                new TargetUri(Scheme.HTTP, "deb.example.org", 80, "/debian/pool/g%2b%2b_1%7erc1%3a2.deb", "");

        assertThat(CacheKey.of(Urls.below(directory, "pool/g++_1~rc1:2.deb"))).isEqualTo(CacheKey.of(asClientsWriteIt));
    }

    @Test
    void directory_fileInTheRoot_isTheRootAndBackAgain() {
        var file = new TargetUri(Scheme.HTTPS, "vendor.example", 8443, "/InRelease", "");

        assertThat(Urls.below(Urls.directory(file), "InRelease")).isEqualTo(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/debian/dists/stable/InRelease", "/InRelease", "/a%20b/InRelease"})
    void parse_whatToStringWrites_isTheSame(String path) throws URISyntaxException {
        for (var host : new String[] {
            "deb.example.org",
            "2001:db8::1",
            "under_score.example.org",
            "2a",
            "vendor@deb.example.org",
            "vendor-1_x@2001:db8::1",
            "vendor@under_score"
        }) {
            for (int port : new int[] {80, 3142}) {
                var directory = Urls.directory(new TargetUri(Scheme.HTTP, host, port, path, ""));

                assertThat(Urls.parse(directory.toString())).isEqualTo(directory);
            }
        }
    }
}
