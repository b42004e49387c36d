package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.aptheke.testkit.AptClient;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.FileTree;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine set up by the printed script alone trusts the authority. What the script changes on the machine is changed in
 * a mount namespace of its own.
 */
final class InstallScriptTest {
    @TempDir
    private Path home = Path.of("");

    private Vendor vendor;
    private Aptheke.Setup setup;
    private Aptheke aptheke;
    private Path script;

    @BeforeEach
    void printScript() throws Exception {
        vendor = Vendor.in(home);
        setup = Aptheke.in(home.resolve("aptheke"));
        vendor.prepare(setup);
        aptheke = setup.start();
        script = print();
    }

    @AfterEach
    void stop() throws Exception {
        aptheke.close();
        vendor.close();
    }

    @Test
    void forApt_inACleanDirectory_aptTrustsTheAuthorityForTheHost() throws Exception {
        try (var archive = publish()) {
            var apt = AptClient.in(home.resolve("client")).option("Acquire::https::Proxy", aptheke.url());
            apt.wrappedBy(inNamespace("mount --bind '" + home.resolve("client/etc/apt") + "' /etc/apt; sh " + script
                    + " --apt; sh " + script + " --apt"));

            assertUpdates(apt, archive);
            assertThat(home.resolve("client/etc/apt/apt.conf.d/31aptheke-ca"))
                    .hasContent("Acquire::https::vendor.example::CAInfo \"/etc/apt/aptheke-ca.crt\";");
        }
    }

    @Test
    void forTheSystem_debian_aptAndCurlTrustTheAuthority() throws Exception {
        try (var archive = publish()) {
            var apt = AptClient.in(home.resolve("client")).option("Acquire::https::Proxy", aptheke.url());
            apt.wrappedBy(inNamespace(cleanSystem() + "sh " + script));

            assertUpdates(apt, archive);
            var curl = new ArrayList<>(List.of(inNamespace(cleanSystem() + "sh " + script)));
            curl.addAll(List.of("curl", "-sS", "--noproxy", "", "-x", aptheke.url(), "-o", "/dev/null", "-w"));
            curl.addAll(List.of("%{http_code}", vendor.url("/debian/dists/stable/InRelease")));
            assertThat(Tool.in(home).run(curl).output()).endsWith("200");
        }
    }

    @Test
    void forTheSystem_duringARotation_bothAreInstalledAndFormerOnesTakenAway() throws Exception {
        setup.run("ca", "rotate");
        script = print();
        awaitTwo();
        var places = home.resolve("root/usr/local/share/ca-certificates");
        fakeSystem("update-ca-certificates");

        assertThat(sh("--root", home.resolve("root").toString()).exitCode()).isZero();
        assertThat(names(places)).containsExactly("aptheke-ca-1.crt", "aptheke-ca-2.crt");

        setup.run("ca", "activate");
        script = print();
        awaitOne();
        assertThat(sh("--root", home.resolve("root").toString()).exitCode()).isZero();
        assertThat(names(places)).containsExactly("aptheke-ca-1.crt");
        assertThat(Files.readString(places.resolve("aptheke-ca-1.crt"))).isEqualTo(setup.run("ca", "show", "--pem"));
        assertThat(home.resolve("root/ran")).hasContent("update-ca-certificates\nupdate-ca-certificates");
    }

    @Test
    void forTheSystem_rpm_certificatesGoToTheAnchors() throws Exception {
        fakeSystem("update-ca-trust");

        assertThat(sh("--root", home.resolve("root").toString()).exitCode()).isZero();

        assertThat(names(home.resolve("root/etc/pki/ca-trust/source/anchors"))).containsExactly("aptheke-ca-1.crt");
        assertThat(home.resolve("root/ran")).hasContent("update-ca-trust");
    }

    @Test
    void otherCertificates_thanPrinted_areNotInstalled() throws Exception {
        setup.run("ca", "rotate");
        awaitTwo();
        fakeSystem("update-ca-certificates");

        var outcome = sh("--root", home.resolve("root").toString());

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.output()).contains("not what this script was made for", "aptheke ca install-script");
        assertThat(home.resolve("root/usr/local")).doesNotExist();
        assertThat(home.resolve("root/ran")).doesNotExist();
    }

    @Test
    void arguments_wrong_areToldAndNothingIsDone() throws Exception {
        assertThat(sh("--roof", "/").output()).contains("--roof", "--root DIR");
        assertThat(sh("--root", "/nowhere/at/all").output()).contains("not a directory");
        assertThat(sh("--cache", "http://127.0.0.1:1", "--apt", "--root", home.toString())
                        .output())
                .contains("could not be fetched");
    }

    private Path print() throws IOException, InterruptedException {
        return Files.writeString(
                home.resolve("install.sh"), setup.run("ca", "install-script", "--cache", aptheke.url()));
    }

    private Tool.Outcome sh(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("unshare", "--map-root-user", "sh", script.toString()));
        command.addAll(List.of(arguments));
        return Tool.in(home).run(command);
    }

    private ArchiveBuilder publish() throws Exception {
        var archive = ArchiveBuilder.in(
                home.resolve("archive"), InstantSource.system().instant());
        archive.addMany("stable/main", "sample", 2, 5_000);
        archive.publish();
        vendor.origin().otherwise(FileTree.at("/debian", archive.root()));
        return archive;
    }

    private void assertUpdates(AptClient apt, ArchiveBuilder archive) throws Exception {
        apt.source("deb [signed-by=%s] %s stable main".formatted(archive.keyring(), vendor.url("/debian")));
        var result = apt.update();
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).doesNotContain("Err:");
        assertThat(apt.lists().keySet()).anyMatch(name -> name.endsWith("_InRelease"));
    }

    /** Runs something first, then the command behind. */
    private static String[] inNamespace(String preparation) {
        return new String[] {"unshare", "--mount", "--map-root-user", "sh", "-ec", preparation + "\nexec \"$@\"", "sh"};
    }

    /** Copies of what the system's tool changes, so that the machine of the tests stays as it is. */
    private String cleanSystem() {
        var copy = home.resolve("certs");
        return "mkdir -p " + copy + "; cp -a /etc/ssl/certs/. " + copy + "; mount --bind " + copy
                + " /etc/ssl/certs; mount -t tmpfs tmpfs /usr/local/share/ca-certificates; ";
    }

    /** A system in a directory, of which there is only a shell and a tool that notes that it was called. */
    private void fakeSystem(String tool) throws IOException, InterruptedException {
        var root = home.resolve("root");
        for (var directory : List.of("bin", "usr/bin", "usr/sbin", "lib", "lib64", "usr/lib")) {
            Files.createDirectories(root.resolve(directory));
        }
        var program = root.resolve("usr/sbin").resolve(tool);
        Files.writeString(program, "#!/bin/sh\necho " + tool + " >>/ran\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        copyShell(root);
    }

    private void copyShell(Path root) throws IOException, InterruptedException {
        Files.copy(Path.of("/bin/sh").toRealPath(), root.resolve("bin/sh"));
        var libraries = Tool.in(home).output("ldd", "/bin/sh").lines();
        for (var line : libraries.filter(each -> each.contains("/")).toList()) {
            var library = Path.of(line.substring(line.indexOf('/')).split(" ", 2)[0]);
            var target = root.resolve("." + library);
            Files.createDirectories(target.getParent());
            Files.copy(library.toRealPath(), target);
        }
    }

    private void awaitTwo() throws IOException {
        awaitCertificates(2);
    }

    private void awaitOne() throws IOException {
        awaitCertificates(1);
    }

    private void awaitCertificates(int count) throws IOException {
        Poll.until(
                count + " certificates",
                () -> aptheke.get("/aptheke/ca.crt").text().split("BEGIN CERTIFICATE", -1).length == count + 1);
    }

    private static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
