package org.aptheke.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The authorities on disk: made once, followed in order, seen by their owner alone. */
final class CaDirectoryTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final List<String> HOSTS = List.of("vendor.example");

    @TempDir
    private Path data = Path.of("");

    @Test
    void init_fresh_isReadBackAndForItsOwnerOnly() throws Exception {
        var directory = new CaDirectory(data);
        assertThat(directory.load()).isEmpty();

        var made = directory.init(HOSTS, NOW);

        var read = directory.load().orElseThrow();
        assertThat(read.bundle()).isEqualTo(made.bundle()).containsOnlyOnce("BEGIN CERTIFICATE");
        assertThat(read.covers("vendor.example")).isTrue();
        assertThat(permissions("ca")).isEqualTo("rwx------");
        assertThat(permissions("ca/current.pem")).isEqualTo("rw-------");
        assertThat(names()).containsExactlyInAnyOrder("current.pem", "lock");
    }

    @Test
    void init_again_isRefusedAndNamesTheCommand() throws Exception {
        var directory = new CaDirectory(data);
        var made = directory.init(HOSTS, NOW);

        assertThatThrownBy(() -> directory.init(HOSTS, NOW))
                .isInstanceOf(CaStateException.class)
                .hasMessageContaining("aptheke ca rotate");
        assertThat(directory.load().orElseThrow().bundle()).isEqualTo(made.bundle());
    }

    @Test
    void init_manyAtOnce_onlyOneMakesIt() throws Exception {
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            attempts.add(() -> {
                try {
                    new CaDirectory(data).init(HOSTS, NOW);
                    return true;
                } catch (CaStateException e) {
                    return false;
                }
            });
        }
        try (var threads = Executors.newFixedThreadPool(8)) {
            int made = 0;
            for (var result : threads.invokeAll(attempts)) {
                made += result.get() ? 1 : 0;
            }
            assertThat(made).isEqualTo(1);
        }
    }

    @Test
    void rotateAndActivate_inOrder_offersBothThenTheNewOne() throws Exception {
        var directory = new CaDirectory(data);
        var first = directory.init(HOSTS, NOW);

        var both = directory.rotate(List.of("vendor.example", "other.example"), NOW);
        assertThat(both.bundle())
                .startsWith(first.bundle())
                .hasSizeGreaterThan(first.bundle().length());
        assertThat(both.current().fingerprint()).isEqualTo(first.current().fingerprint());
        assertThat(both.covers("other.example"))
                .as("not before it is activated")
                .isFalse();

        var after = directory.activate();
        assertThat(both.bundle()).endsWith(after.bundle());
        assertThat(after.covers("other.example")).isTrue();
        assertThat(names()).containsExactlyInAnyOrder("current.pem", "lock");
    }

    @Test
    void rotateAndActivate_outOfOrder_areRefused() throws Exception {
        var directory = new CaDirectory(data);
        assertThatThrownBy(() -> directory.rotate(HOSTS, NOW)).hasMessageContaining("aptheke ca init");
        assertThatThrownBy(directory::activate).hasMessageContaining("aptheke ca init");
        directory.init(HOSTS, NOW);
        assertThatThrownBy(directory::activate).hasMessageContaining("aptheke ca rotate");
        directory.rotate(HOSTS, NOW);
        assertThatThrownBy(() -> directory.rotate(HOSTS, NOW)).hasMessageContaining("aptheke ca activate");
    }

    @Test
    void remarks_hostBeyondTheConstraints_nameTheCommand() throws Exception {
        var directory = new CaDirectory(data);
        var set = directory.init(HOSTS, NOW);
        var wanted = List.of("vendor.example", "*.other.example");

        assertThat(set.remarks(HOSTS, NOW)).isEmpty();
        assertThat(set.remarks(wanted, NOW))
                .singleElement()
                .asString()
                .contains("*.other.example", "aptheke ca rotate");
        assertThat(directory.rotate(wanted, NOW).remarks(wanted, NOW))
                .singleElement()
                .asString()
                .contains("*.other.example", "aptheke ca activate");
        assertThat(directory.activate().remarks(wanted, NOW)).isEmpty();
    }

    @Test
    void remarks_endIsNear_nameTheCommand() throws Exception {
        var set = new CaDirectory(data).init(HOSTS, NOW);

        assertThat(set.remarks(HOSTS, NOW.plus(Duration.ofDays(3600))))
                .singleElement()
                .asString()
                .contains("aptheke ca rotate");
    }

    @Test
    void load_brokenFile_namesIt() throws Exception {
        var directory = new CaDirectory(data);
        directory.init(HOSTS, NOW);
        Files.writeString(data.resolve("ca/current.pem"), "nothing");

        assertThatThrownBy(directory::load).hasMessageContaining("current.pem");
    }

    @Test
    void issuer_leafForAHost_isFromTheAuthorityInUse() throws Exception {
        var directory = new CaDirectory(data);
        var issuer = new LeafIssuer(() -> NOW);
        assertThatThrownBy(() -> issuer.issue("vendor.example")).hasMessageContaining("vendor.example");

        issuer.use(java.util.Optional.of(directory.init(HOSTS, NOW)));
        var leaf = issuer.issue("vendor.example");

        assertThat(leaf.renewAt()).isEqualTo(NOW.plus(Duration.ofDays(1)));
        leaf.certificate()
                .certificate()
                .verify(directory.load().orElseThrow().current().certificate().getPublicKey());
        assertThatThrownBy(() -> issuer.issue("other.example")).hasMessageContaining("other.example");
    }

    private String permissions(String name) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(name)));
    }

    private List<String> names() throws Exception {
        try (var files = Files.list(data.resolve("ca"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
