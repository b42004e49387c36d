package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aptheke.testkit.AptClient;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.FileTree;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.Handler;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Reply;
import org.aptheke.testkit.ScriptedOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real apt and two mirrors of a signed archive, the first of which fails in some way: it gets the right files. */
final class MirrorFailoverTest {

    @TempDir
    Path home;

    /** How the first mirror fails, and what the operator is told of it; empty when it is not to blame. */
    enum Trouble {
        REFUSED("Connection refused"),
        HANGING("no answer for"),
        UNAVAILABLE("answered 503"),
        MISSING(""),
        BREAKING_OFF(""),
        /** It has the new release, and all else of the old one. */
        HALF_SYNCED("promised was"),
        /** All but its release files has a wrong byte in it. */
        CORRUPT("promised was"),
        /** Its release files are not what was signed. */
        CORRUPT_RELEASE("");

        private final String told;

        Trouble(String told) {
            this.told = told;
        }
    }

    @SuppressWarnings("try") // the mirror goes away on purpose
    @ParameterizedTest
    @EnumSource
    void apt_firstMirrorFails_getsTheRightFilesAndTheMirrorHeals(Trouble trouble) throws Exception {
        var gate = new Gate();
        try (var archive = ArchiveBuilder.in(
                        home.resolve("archive"), InstantSource.system().instant());
                var first = ScriptedOrigin.start();
                var second = ScriptedOrigin.start()) {
            var packages = new ArrayList<>(archive.addMany("stable/main", "old", 3, 20_000));
            archive.publish();
            var before = copy(archive.root(), home.resolve("before"));
            packages.addAll(archive.addMany("stable/main", "new", 3, 20_000));
            archive.publish();
            second.otherwise(FileTree.at("", archive.root()));
            var setup = Aptheke.in(home.resolve("aptheke"))
                    .withApi()
                    .set("signatures.keyrings", "\"" + archive.keyring() + "\"")
                    .set(
                            "remap",
                            "[{name = \"rep\", to = [\"%s\", \"%s\"], patience = \"2s\"}]"
                                    .formatted(first.url("/"), second.url("/")));
            if (trouble == Trouble.REFUSED) {
                first.close();
            } else {
                first.otherwise(failing(trouble, archive.root(), before, gate));
            }
            try (var aptheke = setup.start()) {
                var apt = AptClient.in(home.resolve("apt"))
                        .source("deb [signed-by=%s] %s/rep stable main".formatted(archive.keyring(), aptheke.url()));

                var updated = apt.update();
                assertThat(updated.isClean()).as(updated.output()).isTrue();
                var downloaded = apt.downloadOnly(
                        packages.stream().map(ArchiveBuilder.PoolPackage::name).toList());
                assertThat(downloaded.isClean()).as(downloaded.output()).isTrue();
                assertThat(apt.downloaded()).isEqualTo(digests(packages));

                var status = setup.run("status", "--origins", "--json");
                assertThat(status).contains(first.url("/")).contains(trouble.told);
                gate.open();
                if (trouble != Trouble.REFUSED) {
                    first.otherwise((request, reply) -> reply.send(200, "first"));
                    awaitAnswerOfTheFirst(aptheke);
                    assertThat(setup.run("status", "--origins")).contains("rep").contains("well");
                }
                assertThat(aptheke.stop()).isZero();
            }
        }
    }

    @Test
    void apt_twoCorruptMirrorsBeforeAGoodOne_filesComeFromTheThird() throws Exception {
        try (var archive = ArchiveBuilder.in(
                        home.resolve("archive"), InstantSource.system().instant());
                var first = ScriptedOrigin.start();
                var second = ScriptedOrigin.start();
                var third = ScriptedOrigin.start()) {
            var packages = archive.addMany("stable/main", "sample", 3, 20_000);
            archive.publish();
            var corrupt = FileTree.at("", corrupted(archive.root(), name -> name.endsWith(".deb")));
            first.otherwise(corrupt);
            second.otherwise(corrupt);
            third.otherwise(FileTree.at("", archive.root()));
            try (var aptheke = Aptheke.in(home.resolve("aptheke"))
                    .set(
                            "remap",
                            "[{name = \"rep\", to = [\"%s\", \"%s\", \"%s\"]}]"
                                    .formatted(first.url("/"), second.url("/"), third.url("/")))
                    .start()) {
                var apt = AptClient.in(home.resolve("apt"))
                        .source("deb [signed-by=%s] %s/rep stable main".formatted(archive.keyring(), aptheke.url()));

                assertThat(apt.update().isClean()).isTrue();
                var downloaded = apt.downloadOnly(
                        packages.stream().map(ArchiveBuilder.PoolPackage::name).toList());

                assertThat(apt.downloaded()).as(downloaded.output()).isEqualTo(digests(packages));
                assertThat(aptheke.stop()).isZero();
            }
        }
    }

    /** A rest of five seconds or more, then one request tries it. */
    private static void awaitAnswerOfTheFirst(Aptheke aptheke) throws IOException {
        var request = new AtomicInteger();
        Poll.until(
                "the first is asked again",
                () -> aptheke.get("/rep/heal/" + request.getAndIncrement(), "Host: cache.example")
                        .text()
                        .equals("first"));
    }

    private Handler failing(Trouble trouble, Path archive, Path before, Gate gate) throws IOException {
        var good = FileTree.at("", archive);
        var old = FileTree.at("", before);
        return switch (trouble) {
            case REFUSED -> throw new IllegalArgumentException("nothing is asked");
            case HANGING -> (request, reply) -> gate.pass();
            case UNAVAILABLE -> (request, reply) -> reply.send(503, "later\n");
            case MISSING -> (request, reply) -> reply.send(404, "not here\n");
            case BREAKING_OFF ->
                (request, reply) -> {
                    reply.cutAfter(5_000, Reply.Ending.RESET);
                    good.answer(request, reply);
                };
            case HALF_SYNCED -> (request, reply) -> (isRelease(request.path()) ? good : old).answer(request, reply);
            case CORRUPT -> FileTree.at("", corrupted(archive, name -> !isRelease(name)));
            case CORRUPT_RELEASE -> FileTree.at("", corrupted(archive, MirrorFailoverTest::isRelease));
        };
    }

    private static boolean isRelease(String path) {
        return path.endsWith("Release") || path.endsWith("Release.gpg");
    }

    /** A copy in which some files differ by one byte, or by one digit of a digest where they are release files. */
    private Path corrupted(Path archive, Predicate<String> which) throws IOException {
        var copy = copy(archive, home.resolve("corrupted"));
        for (var file : files(copy)) {
            byte[] bytes = Files.readAllBytes(file);
            if (!which.test(file.getFileName().toString()) || bytes.length == 0) {
                continue;
            }
            if (isRelease(file.getFileName().toString())) {
                var text = new String(bytes, StandardCharsets.ISO_8859_1);
                int digest = text.indexOf("\n ") + 2;
                bytes[digest] = (byte) (bytes[digest] == '0' ? '1' : '0');
            } else {
                bytes[bytes.length / 2] ^= 1;
            }
            Files.write(file, bytes);
        }
        return copy;
    }

    private static Path copy(Path from, Path to) throws IOException {
        for (var file : files(from)) {
            var target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return to;
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static Map<String, String> digests(List<ArchiveBuilder.PoolPackage> packages) {
        return packages.stream()
                .collect(Collectors.toMap(
                        each -> Path.of(each.file()).getFileName().toString(), ArchiveBuilder.PoolPackage::sha256));
    }
}
