package org.aptheke.e2e.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.aptheke.testkit.AptClient;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.FileTree;
import org.aptheke.testkit.ReceivedRequest;
import org.aptheke.testkit.ScriptedOrigin;

/**
 * A network with a signed archive at {@code http://deb.example.org/debian}, a machine for the cache, and clients that have
 * it as their proxy. For one thread.
 */
final class Site implements AutoCloseable {
    static final String KEYRING = "/usr/share/keyrings/example-archive.gpg";

    private static final int HTTP = 80;
    private static final int CACHE = 2;

    private final Path home;
    private final Lan lan;
    private final ScriptedOrigin origin;
    private final ArchiveBuilder archive;
    private final List<ArchiveBuilder.PoolPackage> packages;
    private int clients;

    private Site(Path home, Lan lan, ScriptedOrigin origin) throws IOException, InterruptedException {
        this.home = home;
        this.lan = lan;
        this.origin = origin;
        archive = ArchiveBuilder.in(
                Files.createDirectories(home.resolve("archive")),
                InstantSource.system().instant(),
                ArchiveBuilder.Feature.BY_HASH);
        packages = archive.addMany("stable/main", "sample", 3, 200_000);
        archive.publish();
        // Where there are entity tags, which apt-cacher-ng does not keep, a cache taken over fetches each InRelease
        // once more.
        origin.otherwise(FileTree.untaggedAt("/debian", archive.root()));
    }

    /** @param home an empty directory */
    static Site open(Path home) throws IOException, InterruptedException {
        var lan = Lan.open();
        return new Site(home, lan, ScriptedOrigin.startOn(lan.host(), HTTP));
    }

    ScriptedOrigin origin() {
        return origin;
    }

    Lan lan() {
        return lan;
    }

    /** What the archive has: three small packages that need nothing. */
    List<String> packages() {
        return packages.stream().map(ArchiveBuilder.PoolPackage::name).toList();
    }

    /** Where one of them lies. */
    String packageUrl() {
        return "http://deb.example.org/debian/" + packages.getFirst().file();
    }

    String cacheAddress() {
        return lan.address(CACHE);
    }

    /** The machine for the cache, with nothing on it. */
    Machine cache(Release release) throws IOException, InterruptedException {
        return Machine.fresh(release, "cache", home, lan, CACHE)
                .knowing("deb.example.org", lan.host())
                .prepare(KEYRING, Files.readAllBytes(archive.keyring()));
    }

    /** What its configuration has to say for it to work here: whose signatures count, and that the origin is a neighbour. */
    String configuration() {
        return """
                [egress]
                allow = ["%s"]
                [signatures]
                policy = "require"
                keyrings = ["%s"]
                """.formatted(lan.range(), KEYRING);
    }

    /** A machine that has the archive as its source and the cache as its proxy. */
    Machine client(Release release) throws IOException, InterruptedException {
        clients++;
        return Machine.fresh(release, "client" + clients, home, lan, CACHE + clients)
                .prepare(KEYRING, Files.readAllBytes(archive.keyring()))
                .prepare("/etc/apt/sources.list", source(Path.of(KEYRING)) + "\n")
                .prepare("/etc/apt/apt.conf.d/30proxy", "Acquire::http::Proxy \"%s\";%n".formatted(proxy()));
    }

    private String proxy() {
        return "http://" + cacheAddress() + ":3142";
    }

    private static String source(Path keyring) {
        return "deb [signed-by=%s] http://deb.example.org/debian stable main".formatted(keyring);
    }

    /**
     * A cold client gets everything through the cache.
     *
     * @return what the origin was asked for meanwhile
     */
    List<ReceivedRequest> getAll() throws IOException, InterruptedException {
        origin.forget();
        clients++;
        var apt = AptClient.in(home.resolve("apt" + clients)).proxy(proxy()).source(source(archive.keyring()));
        for (var result : List.of(apt.update(), apt.downloadOnly(packages()))) {
            assertThat(result.isClean()).as(result.output()).isTrue();
        }
        assertThat(apt.downloaded()).hasSize(packages.size());
        return origin.requests();
    }

    /** The same, and the origin is asked for nothing but whether what is there still holds. */
    void getAllFromStore() throws IOException, InterruptedException {
        assertThat(getAll())
                .allSatisfy(request -> assertThat(
                                request.field("If-None-Match").or(() -> request.field("If-Modified-Since")))
                        .as(request.toString())
                        .isPresent());
    }

    @Override
    public void close() throws IOException {
        try (lan;
                origin) {
            archive.close();
        }
        assertThat(origin.failures()).isEmpty();
    }
}
