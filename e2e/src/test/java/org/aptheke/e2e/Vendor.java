package org.aptheke.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.ThrowawayCa;
import org.aptheke.testkit.Tool;

/**
 * An origin that speaks TLS only, {@code vendor.example} on a port of the loopback interface, in a world of its own: the
 * program finds it by a hosts file and trusts its authority, clients trust the program's authority alone.
 */
final class Vendor implements AutoCloseable {
    static final String HOST = "vendor.example";

    private final Path home;
    private final ThrowawayCa ca;
    private final ScriptedOrigin origin;
    private final List<String> intercepted = new ArrayList<>();

    private Vendor(Path home, ThrowawayCa ca) throws IOException {
        this.home = home;
        this.ca = ca;
        this.origin = ScriptedOrigin.startTls(ca);
        intercepted.add(authority());
    }

    static Vendor in(Path home) throws IOException, InterruptedException {
        return new Vendor(
                home,
                ThrowawayCa.create(
                        home.resolve("vendor-ca"), "dns:" + HOST + ",dns:*." + HOST + ",dns:localhost,ip:127.0.0.1"));
    }

    ScriptedOrigin origin() {
        return origin;
    }

    ThrowawayCa ca() {
        return ca;
    }

    /** With its port. */
    String authority() {
        return HOST + ":" + origin.port();
    }

    String url(String path) {
        return "https://" + authority() + path;
    }

    /** Has another host intercepted too. */
    Vendor alsoIntercept(String authority) {
        intercepted.add(authority);
        return this;
    }

    /** All that is intercepted, as a value of the setting. */
    String interceptedHosts() {
        return list(intercepted);
    }

    /** Sets the program up to know this world and to intercept it; its authority is made. */
    void prepare(Aptheke.Setup setup, String... otherNames) throws IOException, InterruptedException {
        var names = new ArrayList<>(List.of(HOST));
        names.addAll(Arrays.asList(otherNames));
        Files.createDirectories(home);
        var hosts = Files.writeString(home.resolve("hosts"), "127.0.0.1 localhost " + String.join(" ", names) + "\n");
        setup.jvm("-Djdk.net.hosts.file=" + hosts)
                .jvm("-Djavax.net.ssl.trustStore=" + ca.trustStore())
                .jvm("-Djavax.net.ssl.trustStorePassword=" + ca.password());
        setup.set("intercept.hosts", interceptedHosts());
        setup.run("ca", "init");
    }

    /** The program's authority as clients get it. */
    static Path bundle(Aptheke aptheke, Path file) throws IOException {
        return Files.write(file, aptheke.get("/aptheke/ca.crt").content());
    }

    /** Asks through the program as curl does, trusting what is in the file; gives all that curl says. */
    static Tool.Outcome curl(Path directory, Aptheke aptheke, Path trusted, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("curl", "-sS", "--noproxy", "", "-x", aptheke.url()));
        command.addAll(List.of("--cacert", trusted.toString(), "--max-time", "60"));
        command.addAll(Arrays.asList(arguments));
        return Tool.in(directory).run(command);
    }

    static String list(List<String> values) {
        return values.stream().map(value -> "\"" + value + "\"").toList().toString();
    }

    @Override
    public void close() throws IOException {
        origin.close();
    }
}
