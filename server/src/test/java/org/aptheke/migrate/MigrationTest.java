package org.aptheke.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigSources;
import org.aptheke.config.Settings;
import org.aptheke.config.Upstreams;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read back as the program does. */
final class MigrationTest {
    @TempDir
    private Path directory = Path.of("");

    private Path etc = Path.of("");
    private Path support = Path.of("");

    @BeforeEach
    void makeDirectories() throws IOException {
        etc = Files.createDirectory(directory.resolve("apt-cacher-ng"));
        support = Files.createDirectory(directory.resolve("support"));
    }

    @Test
    void everyDirective_isMappedOrSaidWhyNot_andTheResultLoads() throws Exception {
        var text = new String(
                MigrationTest.class.getResourceAsStream("every-directive.conf").readAllBytes(), StandardCharsets.UTF_8);
        list("backends_debian", "http://mirror.example/debian/\n");

        var migration = migrate(text);
        var settings = load(migration);

        assertThat(migration.report().size())
                .isEqualTo(text.lines().filter(line -> line.matches("[A-Z].*")).count());
        assertThat(migration.report()).noneMatch(entry -> entry.contains("no such directive"));
        var written = new TreeSet<String>();
        text.lines()
                .filter(line -> line.matches("[A-Z].*"))
                .forEach(line -> written.add(line.split("[:=]", 2)[0].strip().toLowerCase(Locale.ROOT)));
        written.removeIf(name -> name.startsWith("remap-"));
        assertThat(written).isEqualTo(new TreeSet<>(Directives.names()));
        assertThat(settings.remaps()).hasSize(2);
    }

    @Test
    void port_andAddresses_areOneSetting() throws Exception {
        assertThat(load(migrate("Port: 3142\n")).all().listen())
                .singleElement()
                .satisfies(address -> assertThat(address.getPort()).isEqualTo(3142));
        assertThat(load(migrate("BindAddress: 127.0.0.1 127.0.0.2:99 ::1\nPort: 88\n"))
                        .all()
                        .listen())
                .extracting(address -> address.getAddress().getHostAddress() + " " + address.getPort())
                .containsExactly("127.0.0.1 88", "127.0.0.2 99", "0:0:0:0:0:0:0:1 88");
    }

    @Test
    void directive_saidTwice_theLastCounts() throws Exception {
        var migration = migrate("Port: 1\nport = 3142\n");

        assertThat(migration.report().getFirst()).contains("acng.conf:1", "does not count: acng.conf:2");
        assertThat(load(migration).all().listen().getFirst().getPort()).isEqualTo(3142);
    }

    @Test
    void remap_allThreeParts_areMapped() throws Exception {
        list("deb_mirrors", """
                http://one.example/debian
                #http://two.example/debian
                Site: three.example
                Alias: four.example
                Archive-http: /debian/
                """);

        var settings = load(migrate(
                "Remap-debrep: file:deb_mirror* /debian http://five.example ; six.example/debian https://seven.example/debian"
                        + " ; keyfile=/Release proxy=http://u:p%40w@proxy.example:8080\n"));

        var remap = settings.remaps().getFirst();
        assertThat(remap.name()).isEqualTo("debrep");
        assertThat(remap.from())
                .extracting(Upstreams.Place::toString)
                .containsExactly("file:" + directory.resolve("mirrors/deb_mirror"), "/debian", "http://five.example/");
        assertThat(remap.to())
                .extracting(Upstreams.Place::toString)
                .containsExactly("http://six.example/debian", "https://seven.example/debian");
        assertThat(remap.parent()).contains("debrep-proxy");
        assertThat(settings.all().upstreams().parents()).singleElement().satisfies(parent -> {
            assertThat(parent.hosts()).isEmpty();
            assertThat(parent.user()).contains("u");
        });
    }

    @Test
    void precacheFor_namedSuites_areMirrors() throws Exception {
        var migration = migrate("Remap-Deb: http://deb.example.org/debian\n"
                + "PrecacheFor: Deb/dists/unstable/*/source/Sources* Deb/dists/unstable/*/binary-amd64/Packages*"
                + " Deb/dists/unstable/InRelease vendor.example/apt/dists/stable/main/binary-arm64/Packages.gz"
                + " Deb/dists/*/main/binary-amd64/Packages* nowhere/dists/a/main/binary-amd64/Packages\n");
        var mirrors = load(migration).all().house().mirrors();

        assertThat(mirrors).hasSize(2);
        assertThat(mirrors.getFirst()).satisfies(mirror -> {
            assertThat(mirror.name()).isEqualTo("deb-unstable");
            assertThat(mirror.url().toString()).isEqualTo("http://deb/");
            assertThat(mirror.suites()).containsExactly("unstable");
            assertThat(mirror.components()).isEmpty();
            assertThat(mirror.architectures()).containsExactly("amd64");
            assertThat(mirror.sources()).isTrue();
        });
        assertThat(mirrors.getLast()).satisfies(mirror -> {
            assertThat(mirror.url().toString()).isEqualTo("http://vendor.example/apt");
            assertThat(mirror.components()).containsExactly("main");
            assertThat(mirror.architectures()).containsExactly("arm64");
            assertThat(mirror.sources()).isFalse();
        });
        assertThat(load(migration).all().house().schedule().mirror().toString()).isEqualTo("never");
        assertThat(String.join("\n", migration.report()))
                .contains("mirror deb-unstable, mirror vendor-example-stable")
                .contains("Deb/dists/*/main/binary-amd64/Packages* (suites and architectures must be named)")
                .contains("nowhere/dists/a/main/binary-amd64/Packages (which archive that is cannot be told)");
    }

    @Test
    void precacheFor_sameSuiteOfTwoArchives_areMirrorsOfTheirOwnNames() throws Exception {
        var migration = migrate("PrecacheFor: deb.example.org/debian/dists/stable/main/binary-amd64/Packages*"
                + " deb.example.org/debian-debug/dists/stable/main/binary-amd64/Packages*\n");

        assertThat(load(migration).all().house().mirrors())
                .extracting(mirror -> mirror.name())
                .containsExactly("deb-example-org-stable", "deb-example-org-stable-2");
    }

    @Test
    void precacheFor_nothingThatCouldBeTold_isSaidSo() throws Exception {
        var migration = migrate("PrecacheFor: */dists/*/*/binary-*/Packages*\n");

        assertThat(load(migration).all().house().mirrors()).isEmpty();
        assertThat(migration.report().getFirst()).contains("not taken over").contains("[[mirror]]");
    }

    @Test
    void remap_listCompressedAndBackendsEmpty_takesTheDefaults() throws Exception {
        try (var out = new GZIPOutputStream(Files.newOutputStream(support.resolve("deb_mirrors.gz")))) {
            out.write("http://one.example/debian\n".getBytes(StandardCharsets.UTF_8));
        }
        list("backends_debian", "# nothing\n");
        list("backends_debian.default", "http://default.example/debian/\n");

        var migration = migrate(
                "SupportDir: " + support + "\nRemap-debrep: file:deb_mirror*.gz /debian ; file:backends_debian\n");
        load(migration);

        assertThat(migration.lists().get(directory.resolve("mirrors/deb_mirror")))
                .contains("http://one.example/debian");
        assertThat(migration.lists().get(directory.resolve("mirrors/backends_debian")))
                .contains("http://default.example/debian/");
    }

    @Test
    void remap_severalLinesOfOneName_areOneTable() throws Exception {
        var migration = migrate("Remap-x: http://a.example\nRemap-x: http://b.example ; http://c.example\n");

        assertThat(load(migration).remaps()).singleElement().satisfies(remap -> {
            assertThat(remap.from()).hasSize(2);
            assertThat(remap.to()).hasSize(1);
        });
    }

    @Test
    void remap_nameThatIsNone_getsAnotherAndTheDirectoryIsKnown() throws Exception {
        var migration = migrate("Remap-My.Repo: http://a.example\nRemap-https: http://b.example\n");

        assertThat(migration.remapsByDirectory()).isEqualTo(Map.of("My.Repo", "my-repo", "https", "rhttps"));
        assertThat(load(migration).remaps()).extracting(Upstreams.Remap::name).containsExactly("my-repo", "rhttps");
        assertThat(migration.report().getFirst()).contains("named my-repo here");
    }

    @Test
    void remap_withoutAnyUrl_isNotTakenOver() throws Exception {
        var migration = migrate("Remap-x: file:not_there /x # ; file:neither\n");

        assertThat(load(migration).remaps()).isEmpty();
        assertThat(migration.report().getFirst()).contains("no URL to fetch from", "file:not_there");
        assertThat(migration.remapsByDirectory()).isEmpty();
    }

    @Test
    void remap_toPrivateAddress_isAllowedAsOrigin() throws Exception {
        var settings = load(migrate("Remap-x: http://192.168.7.1:8080/d ; http://10.1.2.3/d http://[fd00::1]/d\n"));

        assertThat(settings.all().egress().allow())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("10.1.2.3/32", "fd00::1/128");
    }

    @Test
    void proxy_withPassword_isAParentAndNowhereShown() throws Exception {
        var migration = migrate(
                "Proxy: http://user:se%20cret@proxy.example:3129\nOptProxyTimeout: 3\nAdminAuth: mooma:moopa\n");

        assertThat(load(migration).all().upstreams().parents()).singleElement().satisfies(parent -> {
            assertThat(parent.url()).hasToString("http://proxy.example:3129/");
            assertThat(parent.user()).contains("user");
            assertThat(parent.fallbackDirect()).isTrue();
        });
        assertThat(migration.toml()).containsOnlyOnce("se cret").doesNotContain("se%20cret", "moopa");
        assertThat(migration.report().toString()).doesNotContain("cret", "moopa");
    }

    @Test
    void forceManaged_leavesTheHostsOfRemapsWithMirrors() throws Exception {
        var settings = load(migrate(
                "ForceManaged: 1\nRemap-a: http://a.example/x /a ; http://m.example\nRemap-b: http://b.example\n"));

        assertThat(settings.all().hosts().allow()).extracting(Object::toString).containsExactly("a.example");
    }

    @Test
    void numbers_areSettings() throws Exception {
        var settings = load(migrate(
                        "MaxDlSpeed: 500\nNetworkTimeout: 40\nFastTimeout = 1\nDlMaxRetries: 3\nFreshIndexMaxAge: 27\n"))
                .all();

        assertThat(settings.origin().bytesPerSecond()).isEqualTo(OptionalLong.of(500 * 1024));
        assertThat(settings.origin().idleTimeout()).hasSeconds(40);
        assertThat(settings.origin().connectTimeout()).hasSeconds(2);
        assertThat(settings.origin().retries()).isEqualTo(3);
        assertThat(settings.freshness().checkAfter()).hasSeconds(27);
    }

    @Test
    void houseKeeping_isSettings() throws Exception {
        var settings = load(migrate("ExThreshold: 4\nOfflineMode: 1\n")).all();

        assertThat(settings.house().expire().keepUnreferenced()).hasDays(4);
        assertThat(settings.house().offline()).isTrue();
    }

    @Test
    void tunnels_ofPattern_andThoseThatNeedNoSaying() throws Exception {
        assertThat(load(migrate("Port: 3142\n")).all().connect().allow())
                .extracting(Object::toString)
                .containsExactly("bugs.debian.org:443", "changelogs.ubuntu.com:443");
        assertThat(load(migrate("PassThroughPattern: .*\n")).all().connect().allow())
                .extracting(Object::toString)
                .containsExactly("*:*");
        assertThat(load(migrate("PassThroughPattern: ^[a-z]+:443$\n"))
                        .all()
                        .connect()
                        .allow())
                .isEmpty();
    }

    @Test
    void unknown_isNoReasonToFail() throws Exception {
        var migration = migrate("NoSuchThing: 1\n");

        load(migration);

        assertThat(migration.report().getFirst()).contains("acng.conf:1 NoSuchThing: 1", "no such directive");
    }

    private void list(String name, String text) throws IOException {
        Files.writeString(etc.resolve(name), text);
    }

    private Migration migrate(String text) throws IOException {
        Files.writeString(etc.resolve("acng.conf"), text);
        return Migration.of(etc, directory.resolve("mirrors"), Optional.empty());
    }

    private record Loaded(Settings all) {
        java.util.List<Upstreams.Remap> remaps() {
            return all.upstreams().remaps();
        }
    }

    private Loaded load(Migration migration) throws Exception {
        var file = Files.writeString(directory.resolve("aptheke.toml"), migration.toml());
        return new Loaded(ConfigFile.load(ConfigSources.of(Optional.of(file), Map.of(), "someone", directory))
                .settings());
    }
}
