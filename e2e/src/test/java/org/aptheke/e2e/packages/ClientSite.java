package org.aptheke.e2e.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aptheke.e2e.Aptheke;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.FileTree;
import org.aptheke.testkit.ReceivedRequest;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.ThrowawayCa;

/**
 * A network with a signed archive at {@code deb.example.org}, also by https at {@code vendor.example} where wanted, and a
 * cache that can come and go. For one thread.
 */
final class ClientSite implements AutoCloseable {
    private static final String PATH = "/debian/dists/stable/InRelease";
    private static final String KEYRING = "/usr/local/share/archive.gpg";
    private static final Pattern FINGERPRINT = Pattern.compile("SHA-256 ([0-9A-F:]{95})");

    private final Path home;
    private final Lan lan;
    private final ScriptedOrigin origin;
    private final ArchiveBuilder archive;
    private final Aptheke.Setup setup;
    private Optional<Vendor> vendor = Optional.empty();

    /** The archive by https. */
    private record Vendor(String host, ThrowawayCa ca, ScriptedOrigin origin) {}

    private ClientSite(Path home, Lan lan) throws IOException, InterruptedException {
        this.home = home;
        this.lan = lan;
        origin = ScriptedOrigin.startOn(lan.host(), 80);
        archive = ArchiveBuilder.in(
                home.resolve("archive"), InstantSource.system().instant());
        archive.addMany("stable/main", "sample", 1, 5_000);
        archive.publish();
        origin.otherwise(FileTree.at("/debian", archive.root()));
        var hosts = Files.writeString(
                home.resolve("hosts"),
                lan.host() + " deb.example.org vendor.example apt.vendor.example\n127.0.0.1 localhost\n");
        setup = Aptheke.in(home.resolve("aptheke"))
                .set("egress.allow", "[\"" + lan.range() + "\"]")
                .set("announce.mdns", "\"off\"")
                .jvm("-Djdk.net.hosts.file=" + hosts);
    }

    static ClientSite open(Path home) throws IOException, InterruptedException {
        return new ClientSite(home, Lan.open());
    }

    /** Where the origin and the cache are. */
    String address() {
        return lan.host();
    }

    // The cache

    ClientSite announced() {
        setup.set("announce.mdns", "\"on\"");
        return this;
    }

    /** Has the archive by https as well, and the cache intercept that. */
    void interceptVendor() throws IOException, InterruptedException {
        interceptVendor("vendor.example", "vendor.example");
    }

    void interceptVendor(String pattern, String host) throws IOException, InterruptedException {
        var ca = ThrowawayCa.create(home.resolve("vendor-ca"), "dns:" + host);
        var secure = ScriptedOrigin.startTlsOn(lan.host(), 443, ca);
        secure.otherwise(FileTree.at("/debian", archive.root()));
        setup.jvm("-Djavax.net.ssl.trustStore=" + ca.trustStore())
                .jvm("-Djavax.net.ssl.trustStorePassword=" + ca.password())
                .set("intercept.hosts", "[\"" + pattern + "\"]");
        setup.run("ca", "init");
        vendor = Optional.of(new Vendor(host, ca, secure));
    }

    /** Has another authority sign, and gives the fingerprint of the one before. */
    String renewAuthority() throws IOException, InterruptedException {
        var before = fingerprint();
        setup.run("ca", "rotate");
        setup.run("ca", "activate");
        return before;
    }

    /** That of the authority which signs. */
    String fingerprint() throws IOException, InterruptedException {
        var shown = FINGERPRINT.matcher(setup.run("ca", "show"));
        assertThat(shown.find()).isTrue();
        return shown.group(1);
    }

    Aptheke startCache() throws IOException, InterruptedException {
        return startCache(0);
    }

    Aptheke startCache(int port) throws IOException, InterruptedException {
        Files.deleteIfExists(setup.accessLog());
        return setup.set("listen", "[\"" + lan.host() + ":" + port + "\"]").start();
    }

    /** The same again after its end. */
    Aptheke restart(Aptheke ended) throws IOException, InterruptedException {
        return startCache(ended.port());
    }

    String url(Aptheke cache) {
        return "http://cache.example.org:" + cache.port();
    }

    /** A machine on which the package can be installed as a cache of this site. */
    Machine cacheMachine(Release release) throws IOException, InterruptedException {
        return Machine.fresh(release, "cache", home, lan, 2)
                .knowing("deb.example.org", lan.host())
                .prepare("/etc/aptheke/conf.d/site.toml", "[egress]\nallow = [\"%s\"]\n".formatted(lan.range()));
    }

    // Clients

    /** A machine that knows the archive, its key and the names of this site. */
    Machine client(Release release) throws IOException, InterruptedException {
        var client = Machine.fresh(release, "client", home, lan, 3);
        for (var host : new String[] {"deb", "second", "third", "cache"}) {
            client.knowing(host + ".example.org", lan.host());
        }
        client.knowing("vendor.example", lan.host()).knowing("apt.vendor.example", lan.host());
        client.prepare(KEYRING, Files.readAllBytes(archive.keyring()));
        return client.prepare("/etc/apt/sources.list.d/site.list", source("http://deb.example.org"));
    }

    String source(String host) {
        return "deb [signed-by=%s] %s/debian stable main\n".formatted(KEYRING, host);
    }

    /** Has it use the archive by https instead, and trust the authority of that. */
    void useVendor(Machine client) throws IOException, InterruptedException {
        var trusted = vendor.orElseThrow().ca().caPem();
        client.write("/usr/local/share/ca-certificates/vendor.crt", Files.readString(trusted));
        client.sh("update-ca-certificates");
        client.write(
                "/etc/apt/sources.list.d/site.list",
                source("https://" + vendor.orElseThrow().host()));
    }

    /** As an installer or a management of configurations answers a question of the package. */
    void answer(Machine client, String question, String value) throws IOException, InterruptedException {
        var line = "aptheke-client aptheke-client/%s string %s\n".formatted(question, value);
        assertThat(client.runWithInput(line, "debconf-set-selections").exitCode())
                .isZero();
    }

    void assertThroughTheCache(Machine client, Aptheke cache) throws IOException, InterruptedException {
        Files.write(setup.accessLog(), new byte[0]);
        assertThroughACache(client);
        assertThat(cache.awaitAccess(PATH, 1)).isNotEmpty();
    }

    /** What apt has now has not come from the origin directly. */
    void assertThroughACache(Machine client) throws IOException, InterruptedException {
        update(client);
        assertThat(requests()).allMatch(request -> request.field("Via").isPresent());
    }

    void assertDirectly(Machine client) throws IOException, InterruptedException {
        update(client);
        assertThat(requests())
                .isNotEmpty()
                .allMatch(request -> request.field("Via").isEmpty());
    }

    private void update(Machine client) throws IOException, InterruptedException {
        all().forEach(ScriptedOrigin::forget);
        client.sh("rm -rf /var/lib/apt/lists/*");
        var outcome = client.run("apt-get", "-q", "update");
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output().lines()).noneMatch(line -> line.matches("(W:|E:|Err:\\d+ http).*"));
    }

    private List<ReceivedRequest> requests() {
        return all().flatMap(each -> each.requests().stream())
                .filter(request -> !request.target().equals("/healthz"))
                .toList();
    }

    private Stream<ScriptedOrigin> all() {
        return Stream.concat(Stream.of(origin), vendor.stream().map(Vendor::origin));
    }

    @Override
    public void close() throws IOException {
        origin.close();
        if (vendor.isPresent()) {
            vendor.get().origin().close();
        }
        archive.close();
        lan.close();
    }
}
