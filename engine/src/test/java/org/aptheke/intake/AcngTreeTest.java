package org.aptheke.intake;

import static org.aptheke.intake.IntakeWorld.count;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.aptheke.jobs.RunView;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache of apt-cacher-ng, as it lays its files. */
final class AcngTreeTest {
    private static final String DATE = "Sat, 28 Feb 2026 00:00:00 UTC";
    private static final String MODIFIED = "Fri, 27 Feb 2026 10:00:00 GMT";
    private static final byte[] HELLO = Archive.deb(1, 5000);
    private static final byte[] BYE = Archive.deb(2, 3000);
    private static final Archive ARCHIVE = Archive.of(DATE)
            .add("pool/main/h/hello/hello_1.0-1_all.deb", HELLO)
            .add("pool/main/b/bye/bye_2+1~a_all.deb", BYE);

    @TempDir
    private Path directory = Path.of("");

    private Path cache = Path.of("");
    private IntakeWorld world;

    @BeforeEach
    void open() throws IOException {
        cache = Files.createDirectory(directory.resolve("cache"));
        world = new IntakeWorld(directory);
    }

    @AfterEach
    void close() throws IOException {
        world.close();
        assertThat(world.asked).as("requests to origins").isEmpty();
    }

    @Test
    void remap_keysBeginWithItsNameHere() throws Exception {
        putArchive("My.Repo", "http://mirror.example/debian");

        var run = take("remaps", "My.Repo=my-repo");

        assertThat(count(run, "taken")).isEqualTo(4);
        assertThat(world.suites.status())
                .singleElement()
                .satisfies(status -> assertThat(status.suite()).isEqualTo("my-repo/dists/stable"));
        assertThat(world.isEntered("my-repo/pool/main/b/bye/bye_2+1~a_all.deb", BYE))
                .isTrue();
        assertThat(world.lastModified("my-repo/pool/main/b/bye/bye_2+1~a_all.deb"))
                .contains(MODIFIED);
        assertThat(world.lastModified("my-repo/dists/stable/InRelease")).contains(MODIFIED);
    }

    @Test
    void host_portAndSchemeAreThoseThatWereNoted() throws Exception {
        putArchive("deb.example.org/debian", "https://deb.example.org:8443/debian");

        take();

        assertThat(world.suites.status())
                .singleElement()
                .satisfies(status ->
                        assertThat(status.url()).isEqualTo("https://deb.example.org:8443/debian/dists/stable"));
        assertThat(world.isEntered("deb.example.org:8443/debian/pool/main/h/hello/hello_1.0-1_all.deb", HELLO))
                .isTrue();
    }

    @Test
    void host_sourceIsAnother_isAskedAsItsDirectorySays() throws Exception {
        putArchive("deb.example.org/debian", "http://cdn.example.net/cached/debian");

        take();

        assertThat(world.isEntered("deb.example.org/debian/pool/main/h/hello/hello_1.0-1_all.deb", HELLO))
                .isTrue();
    }

    @Test
    void damaged_isNotTaken_andAskedForStays() throws Exception {
        putArchive("deb.example.org/debian", "http://deb.example.org/debian");
        var wrong = Archive.deb(7, 5000);
        put("deb.example.org/debian/pool/main/h/hello/hello_1.0-1_all.deb", wrong, head(wrong.length, ""));

        var run = take();

        assertThat(count(run, "damaged")).isEqualTo(1);
        assertThat(run.report().notes())
                .anyMatch(note ->
                        note.startsWith("damaged: deb.example.org/debian/pool/main/h/hello/hello_1.0-1_all.deb: "
                                + "it is not what the index says of it: SHA256:"));
        assertThat(world.has(wrong)).isFalse();
        assertThat(world.catalog.keys("deb.example.org/debian/pool/main/h", 10)).isEmpty();
    }

    @Test
    void heads_sayWhatIsWhole_butTheDigestDecides() throws Exception {
        putArchive("deb.example.org/debian", "http://deb.example.org/debian");
        // After an error of the origin the head has lost its length; the file is good.
        put(
                "deb.example.org/debian/dists/stable/main/binary-all/Packages",
                ARCHIVE.packages(),
                "HTTP/1.1 200 OK\r\nX-Original-Source: http://deb.example.org/debian/x\r\n\r\n");
        // None at all.
        Files.delete(cache.resolve("deb.example.org/debian/pool/main/h/hello/hello_1.0-1_all.deb.head"));
        put("deb.example.org/debian/pool/x/part_1_all.deb", Samples.bytes(3, 100), head(900, ""));
        put("deb.example.org/key.asc", Samples.bytes(4, 100), head(100, ""));

        var run = take();

        assertThat(count(run, "taken")).isEqualTo(4);
        assertThat(run.report().notes())
                .anyMatch(note -> note.endsWith("part_1_all.deb: it is not as long as was noted of it"))
                .anyMatch(note -> note.startsWith("unmatched: deb.example.org/key.asc"));
    }

    @Test
    void ownNotes_andCopiesMovedAside_areNoFilesOfTheArchive() throws Exception {
        putArchive("deb.example.org/debian", "http://deb.example.org/debian");
        put("_xstore/rsnap/deb.example.org/debian/dists/stable/1", ARCHIVE.release(), "");
        put("_impkeycache", Samples.utf8("FMT5\n"), "");
        put("deb.example.org/debian/pool/main/h/hello/hello_1.0-1_all.deb.1764123456", HELLO, head(HELLO.length, ""));

        var run = take();

        assertThat(count(run, "taken")).isEqualTo(4);
        assertThat(count(run, "known already")).isEqualTo(1);
        assertThat(count(run, "unmatched")).isZero();
    }

    @Test
    void escapedNames_areDecoded() throws Exception {
        putArchive("deb.example.org/debian", "http://deb.example.org/debian");
        var pool = cache.resolve("deb.example.org/debian/pool/main/b/bye");
        Files.move(pool.resolve("bye_2+1~a_all.deb"), pool.resolve("bye_2%2B1%7Ea_all.deb"));
        Files.move(pool.resolve("bye_2+1~a_all.deb.head"), pool.resolve("bye_2%2B1%7Ea_all.deb.head"));

        take("escaped", "true");

        assertThat(world.isEntered("deb.example.org/debian/pool/main/b/bye/bye_2+1~a_all.deb", BYE))
                .isTrue();
    }

    @Test
    void staleIndex_isNotOfTheRelease_itsPackagesAreKeptForTheNextOne() throws Exception {
        putArchive("deb.example.org/debian", "http://deb.example.org/debian");
        var next = Archive.of(DATE).add("pool/main/h/hello/hello_1.0-1_all.deb", HELLO);
        put("deb.example.org/debian/dists/stable/InRelease", next.release(), head(next.release().length, ""));

        var run = take();

        assertThat(count(run, "taken")).isEqualTo(1);
        assertThat(count(run, "unmatched")).isEqualTo(1);
        assertThat(count(run, "unmatched, kept by its digest")).isEqualTo(2);
        assertThat(world.has(HELLO)).isTrue();
    }

    @Test
    void heads_areReadOfFilesThatAreTaken_notByEachWalk() throws Exception {
        put("debian/pool/hello_1_all.deb", HELLO, "");
        var noFile = Files.createDirectory(cache.resolve("debian/pool/hello_1_all.deb.head"));
        var tree = new AcngTree(cache, Map.of("debian", "debian"), false);

        var seen = tree.walk().next();

        assertThat(seen.name()).isEqualTo("debian/pool/hello_1_all.deb");
        assertThat(tree.remarks()).isEmpty();
        assertThat(tree.file(seen).claim()).isEqualTo(SourceFile.Claim.NOTHING);
        assertThat(tree.remarks()).singleElement().asString().startsWith(noFile + ": cannot be read: ");
    }

    private RunView take(String... more) throws Exception {
        var arguments = new HashMap<>(Map.of("from", cache.toString(), "layout", "apt-cacher-ng"));
        for (int i = 0; i < more.length; i += 2) {
            arguments.put(more[i], more[i + 1]);
        }
        return world.take(arguments);
    }

    private void putArchive(String top, String source) throws IOException {
        put(top, source, "dists/stable/InRelease", ARCHIVE.release());
        put(top, source, "dists/stable/main/binary-all/Packages", ARCHIVE.packages());
        put(top, source, "pool/main/h/hello/hello_1.0-1_all.deb", HELLO);
        put(top, source, "pool/main/b/bye/bye_2+1~a_all.deb", BYE);
    }

    private void put(String top, String source, String name, byte[] content) throws IOException {
        put(top + "/" + name, content, head(content.length, source + "/" + name));
    }

    private static String head(int length, String source) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\nLast-Modified: " + MODIFIED + "\r\n"
                + (source.isEmpty() ? "" : "X-Original-Source: " + source + "\r\n") + "\r\n";
    }

    private void put(String name, byte[] content, String head) throws IOException {
        var file = cache.resolve(name);
        IntakeWorld.write(file, content);
        if (!head.isEmpty()) {
            Files.writeString(file.resolveSibling(file.getFileName() + ".head"), head);
        }
    }
}
