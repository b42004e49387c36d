package org.aptheke.e2e;

import static org.aptheke.testkit.ArchiveBuilder.Feature.BY_HASH;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.FileTree;
import org.aptheke.testkit.Handler;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An archive for members. A stranger who knows its indexes makes an archive that names the same packages and has none, so
 * that the store is asked for them by their digests.
 */
final class MembersArchiveTest {
    private static final String MEMBER = "127.0.0.2";
    private static final String STRANGER = "127.0.0.3";
    private static final String AUTHORIZATION =
            "Basic " + Base64.getEncoder().encodeToString(Samples.utf8("user:hunter2secret"));

    @TempDir
    Path home;

    /** A client, by its address. */
    private record Asker(Aptheke aptheke, String address) {}

    @Test
    void get_packageByADigestThatAStrangerKnows_isForMembersAloneAlsoWithoutTheCatalogue() throws Exception {
        try (var vendor = ScriptedOrigin.start();
                var strangers = ScriptedOrigin.start();
                var open = ScriptedOrigin.start()) {
            var secret = publishAt(vendor, strangers, open);
            var setup = setup();
            try (var aptheke = setup.start()) {
                getAll(new Asker(aptheke, MEMBER), vendor, secret, 200);
                getAll(new Asker(aptheke, STRANGER), strangers, secret, 404);
                assertThat(aptheke.stop()).isZero();
            }

            loseCatalogue(setup);

            try (var aptheke = setup.start()) {
                getAll(new Asker(aptheke, STRANGER), strangers, secret, 404);
                getAll(new Asker(aptheke, MEMBER), vendor, secret, 200);
                assertThat(vendor.count("/debian/" + secret.file()))
                        .as("the lost catalogue costs members no bytes")
                        .isEqualTo(1);

                getAll(new Asker(aptheke, STRANGER), open, secret, 200);
                getAll(new Asker(aptheke, STRANGER), strangers, secret, 200);
                assertThat(aptheke.stop()).isZero();
            }
        }
    }

    @Test
    void get_packageThatIsForAllToo_isFoundWhicheverCameFirst() throws Exception {
        try (var vendor = ScriptedOrigin.start();
                var strangers = ScriptedOrigin.start();
                var open = ScriptedOrigin.start()) {
            var secret = publishAt(vendor, strangers, open);
            var setup = setup();
            try (var aptheke = setup.start()) {
                getAll(new Asker(aptheke, STRANGER), open, secret, 200);
                getAll(new Asker(aptheke, MEMBER), vendor, secret, 200);
                getAll(new Asker(aptheke, STRANGER), strangers, secret, 200);
                assertThat(vendor.count("/debian/" + secret.file())).isZero();
                assertThat(aptheke.stop()).isZero();
            }

            loseCatalogue(setup);

            try (var aptheke = setup.start()) {
                getAll(new Asker(aptheke, STRANGER), strangers, secret, 200);
                assertThat(open.count("/debian/" + secret.file())).isEqualTo(1);
            }
        }
    }

    /** An archive with one package: at the first for members, at the second without the package, at the third for all. */
    private ArchiveBuilder.PoolPackage publishAt(ScriptedOrigin vendor, ScriptedOrigin strangers, ScriptedOrigin open)
            throws IOException, InterruptedException {
        try (var archive = ArchiveBuilder.in(
                home.resolve("archive"), InstantSource.system().instant(), BY_HASH)) {
            var secret = archive.add("stable/main", "secret", "1.0", 50_000);
            archive.publish();
            var files = FileTree.at("/debian", archive.root());
            vendor.otherwise(guarded(files));
            strangers.otherwise(withoutPool(files));
            open.otherwise(files);
            return secret;
        }
    }

    private Aptheke.Setup setup() throws IOException {
        var password = Files.writeString(home.resolve("password"), "hunter2secret\n");
        return Aptheke.in(home.resolve("aptheke"))
                .set("freshness.not_found", "\"0s\"")
                .set("credentials", """
                        [{name = "vendor", hosts = "localhost", path = "/debian", clients = "%s", user = "user",\
                         password_file = "%s", over_http = true}]""".formatted(MEMBER, password));
    }

    /** What apt would ask for: the release, an index, and the package of which the status is checked. */
    private static void getAll(Asker asker, ScriptedOrigin origin, ArchiveBuilder.PoolPackage secret, int status)
            throws IOException {
        // The vendor is the one that the credentials name.
        String host = asker.address.equals(MEMBER) ? "localhost" : "127.0.0.1";
        String root = "http://" + host + ":" + origin.port() + "/debian/";
        try (var wire = Wire.connectFrom(asker.address, asker.aptheke.port())) {
            for (String path : List.of("dists/stable/InRelease", "dists/stable/main/binary-amd64/Packages.xz")) {
                assertThat(wire.get(root + path).status()).as(path).isEqualTo(200);
            }
            var answer = wire.get(root + secret.file());
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.sha256().equals(secret.sha256())).isEqualTo(status == 200);
        }
    }

    private static void loseCatalogue(Aptheke.Setup setup) throws IOException {
        try (Stream<Path> files = Files.list(setup.data())) {
            for (var file : files.filter(each -> each.getFileName().toString().startsWith("catalog.db"))
                    .toList()) {
                Files.delete(file);
            }
        }
        assertThat(setup.data().resolve("blobs")).isNotEmptyDirectory();
    }

    private static Handler guarded(Handler files) {
        return (request, reply) -> {
            if (request.field("Authorization").filter(AUTHORIZATION::equals).isPresent()) {
                files.answer(request, reply);
            } else {
                reply.send(401, "who are you?\n", "WWW-Authenticate: Basic realm=\"vendor\"");
            }
        };
    }

    private static Handler withoutPool(Handler files) {
        return (request, reply) -> {
            if (request.path().contains("/pool/")) {
                reply.send(404, "no such package\n");
            } else {
                files.answer(request, reply);
            }
        };
    }
}
