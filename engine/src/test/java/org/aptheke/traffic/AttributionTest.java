package org.aptheke.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AttributionTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    deb.example.org      | /debian/pool/main/h/hello/hello_2.10_amd64.deb   | deb.example.org/debian | hello
                    deb.example.org:8080 | /debian/dists/sid/InRelease                      | deb.example.org:8080/debian |
                    deb.example.org      | /pool/g/g%2b%2b_1_amd64.deb                      | deb.example.org | g++
                    flat.example         | /./hello_1_all.deb?token=secret_1_x.deb          | flat.example | hello
                    team@deb.example.org | /debian/dists/pool/x                             | deb.example.org/debian |
                    deb.example.org      | /a/pool/b/dists/hello_1.dsc                      | deb.example.org/a |
                    """)
    void of_hostAndPath_areRepositoryAndPackage(String host, String path, String repository, String packageName) {
        assertThat(Attribution.of(host, path)).isEqualTo(new Attribution(repository, Optional.ofNullable(packageName)));
    }
}
