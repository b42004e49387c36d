package org.aptheke.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RepositoryTest {
    @Test
    void stanza_isASourceInDeb822() {
        var repository = Repository.at(
                "https://Vendor.example:8443/apt/", "stable", List.of("main", "extra"), Optional.of("/etc/apt/k.gpg"));

        assertThat(repository.stanza(repository.url())).isEqualTo("""
                Types: deb
                URIs: https://vendor.example:8443/apt
                Suites: stable
                Components: main extra
                Signed-By: /etc/apt/k.gpg
                """);
        assertThat(repository.file()).isEqualTo("/etc/apt/sources.list.d/vendor.example-apt.sources");
        assertThat(repository.host()).isEqualTo("vendor.example");
        assertThat(repository.port()).isEqualTo(8443);
    }

    @Test
    void stanza_flatRepositoryWithoutKeyring_hasNeitherComponentsNorSignedBy() {
        var repository = Repository.at("http://vendor.example", "./", List.of("main"), Optional.empty());

        assertThat(repository.stanza(repository.url())).isEqualTo("""
                Types: deb
                URIs: http://vendor.example
                Suites: ./
                """);
        assertThat(repository.port()).isEqualTo(80);
    }

    @Test
    void file_addressOfIpv6_hasANameThatAptReads() {
        var repository = Repository.at("http://[2001:db8::1]:81/a~b", "stable", List.of("main"), Optional.empty());

        assertThat(repository.file()).isEqualTo("/etc/apt/sources.list.d/2001db81-ab.sources");
        assertThat(repository.host()).isEqualTo("[2001:db8::1]");
        assertThat(repository.port()).isEqualTo(81);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vendor.example",
                "ftp://vendor.example/a",
                "https://u:p@vendor.example/a",
                "https://vendor.example/a b",
                "https://vendor.example/a\nTrusted: yes",
                "https://vendor.example/a?x",
                "https://vendor.example/$(reboot)",
                "https://vendor.example/`reboot`",
                "https://vendor.example/'"
            })
    void at_whatIsNoRepository_isRefused(String url) {
        assertThatThrownBy(() -> Repository.at(url, "stable", List.of("main"), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void at_wordsThatWouldBreakTheFile_areRefused() {
        var url = "https://vendor.example/a";

        assertThatThrownBy(() -> Repository.at(url, "a\nTrusted: yes", List.of("main"), Optional.empty()))
                .hasMessageContaining("not a suite");
        assertThatThrownBy(() -> Repository.at(url, "stable", List.of("main;x"), Optional.empty()))
                .hasMessageContaining("not a component");
        assertThatThrownBy(() -> Repository.at(url, "stable", List.of("main"), Optional.of("k.gpg")))
                .hasMessageContaining("whole path");
    }
}
