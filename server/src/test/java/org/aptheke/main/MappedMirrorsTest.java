package org.aptheke.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.aptheke.config.OneFile;
import org.aptheke.mirror.MirrorRules;
import org.aptheke.remap.Remaps;
import org.aptheke.suite.SuiteId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mirrors mean what a client's request for the same URL would mean. */
final class MappedMirrorsTest {
    private static final String MIRROR = """
            [[mirror]]
            name = "x"
            url = "%s"
            suites = ["stable", "stable/updates", "./", "debs/"]
            architectures = "amd64"
            """;

    @TempDir
    private Path directory;

    private List<MirrorRules> mirrors(String toml) throws Exception {
        var settings = OneFile.load(directory, toml).settings();
        try (var prepared = Prepared.of(settings, Remaps.none(), InstantSource.system())) {
            return MappedMirrors.of(prepared);
        }
    }

    private static List<String> directories(List<MirrorRules> mirrors) {
        return mirrors.getFirst().suites().stream()
                .map(place -> place.directory().toString())
                .toList();
    }

    @Test
    void of_suitesOfBothKinds_haveTheirDirectories() throws Exception {
        var mirrors = mirrors(MIRROR.formatted("http://deb.example.org/debian/"));

        assertThat(directories(mirrors))
                .containsExactly(
                        "http://deb.example.org/debian/dists/stable",
                        "http://deb.example.org/debian/dists/stable/updates",
                        "http://deb.example.org/debian",
                        "http://deb.example.org/debian/debs");
        assertThat(MappedMirrors.suites(mirrors)).contains(new SuiteId("deb.example.org/debian/dists/stable"));
    }

    @Test
    void of_urlOfARemap_isTheRemap() throws Exception {
        var remap = """
                [[remap]]
                name = "debian"
                from = "http://deb.example.org/debian"
                to = "http://mirror.example/debian"
                """;

        for (var url : List.of("http://deb.example.org/debian", "http://debian")) {
            assertThat(directories(mirrors(remap + MIRROR.formatted(url))))
                    .as(url)
                    .first()
                    .isEqualTo("http://debian/dists/stable");
        }
    }

    @Test
    void of_urlWithCredentials_isThatOfTheirMembers() throws Exception {
        var credentials = """
                [[credentials]]
                name = "vendor"
                hosts = "deb.example.org"
                user = "u"
                password = "p"
                clients = "192.0.2.0/24"
                """;

        assertThat(directories(mirrors(credentials + MIRROR.formatted("https://deb.example.org/debian"))))
                .first()
                .isEqualTo("https://vendor@deb.example.org/debian/dists/stable");
    }
}
