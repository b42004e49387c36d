package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.aptheke.testkit.AptClient;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.FileTree;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A cache for the users in a file only. */
final class PasswordsTest extends SharedAptheke {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Path directory = Path.of("");

    @Override
    void configure(Aptheke.Setup setup) throws Exception {
        directory = Files.createDirectories(setup.data().resolveSibling("users"));
        setup.set("clients.htpasswd", "\"" + file() + "\"");
        htpasswd("-c", "alice", "wonder");
        htpasswd("bob", "b:uilder");
    }

    @Test
    void rightPasswords_inBothForms_shareOneCopyAndGoNoFurther() throws Exception {
        origin.on("/a.deb", Resource.of("content"));

        var byProxy = get("/a.deb", "Proxy-Authorization: " + basic("alice:wonder"));
        var byPath = aptheke.get(
                "/" + origin.authority() + "/a.deb", "Authorization: " + basic("bob:b:uilder"), "Host: cache");

        assertThat(byProxy.text()).isEqualTo("content").isEqualTo(byPath.text());
        assertThat(byPath.field("Cache-Status").orElse("")).contains("hit");
        assertThat(origin.count()).isEqualTo(1);
        assertThat(origin.requests().getFirst().fields())
                .noneMatch(line -> line.toLowerCase(java.util.Locale.ROOT).contains("authorization"));
    }

    @Test
    void ownAuthorization_inProxyForm_stillReachesTheOrigin() throws Exception {
        origin.on("/private", Resource.of("content"));

        get("/private", "Proxy-Authorization: " + basic("alice:wonder"), "Authorization: Bearer token");

        assertThat(origin.requests("/private").getFirst().field("Authorization"))
                .contains("Bearer token");
        assertThat(origin.requests("/private").getFirst().field("Proxy-Authorization"))
                .isEmpty();
    }

    @Test
    void secrets_whateverIsAsked_areInNoLogAndNoAnswer() throws Exception {
        var right = get("/a", "Proxy-Authorization: " + basic("alice:wonder"));
        var wrong = get("/a", "Proxy-Authorization: " + basic("alice:lookingglass"));
        var inTarget = aptheke.get(
                "http://alice:wonder@" + origin.authority() + "/a",
                "Proxy-Authorization: " + basic("alice:wonder"),
                "Host: a");

        assertThat(List.of(right.toString(), wrong + wrong.text(), inTarget.toString()))
                .noneMatch(text -> text.contains("wonder") || text.contains("lookingglass"));
        var lines = new java.util.ArrayList<>(aptheke.accessLog());
        lines.addAll(aptheke.errors().all());
        assertThat(lines)
                .isNotEmpty()
                .noneMatch(line -> line.contains("wonder") || line.contains("lookingglass"))
                .noneMatch(line -> line.contains(basic("alice:wonder").substring(6)));
    }

    @Test
    void file_changes_countAtOnceAndWithoutARestart() throws Exception {
        origin.on("/a", Resource.of("content"));
        String carol = "Proxy-Authorization: " + basic("carol:cat");
        assertThat(get("/a", carol).status()).isEqualTo(407);

        htpasswd("carol", "cat");
        awaitStatus(200, carol);

        Tool.in(directory).output("htpasswd", "-D", file().toString(), "carol");
        awaitStatus(407, carol);
    }

    @Test
    void file_broken_isSaidAndTheUsersStay() throws Exception {
        origin.on("/a", Resource.of("content"));
        byte[] right = Files.readAllBytes(file());

        Files.writeString(file(), "alice:plain\n");
        aptheke.errors().await(Pattern.compile("(.*htpasswd:1: the password of alice .*htpasswd -B.*)"), LIMIT);
        assertThat(get("/a", "Proxy-Authorization: " + basic("alice:wonder")).status())
                .isEqualTo(200);

        Files.write(file(), right);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void apt_withAPassword_updatesAndDownloads(boolean asProxy, @TempDir Path machine) throws Exception {
        try (var archive = ArchiveBuilder.in(
                machine.resolve("archive"), InstantSource.system().instant())) {
            var added = archive.add("stable/main", "sample", "1.0", 20_000);
            archive.publish();
            origin.otherwise(FileTree.at("/debian", archive.root()));
            var apt = AptClient.in(machine.resolve("apt"));
            if (asProxy) {
                apt.proxy("http://alice:wonder@127.0.0.1:" + aptheke.port());
            } else {
                Files.writeString(
                        machine.resolve("apt/etc/apt/auth.conf.d/cache.conf"),
                        "machine " + aptheke.url() + " login bob password b:uilder\n");
            }
            String base = asProxy ? origin.url("/debian") : aptheke.url() + "/" + origin.authority() + "/debian";
            apt.source("deb [signed-by=%s] %s stable main".formatted(archive.keyring(), base));

            var updated = apt.update();
            var downloaded = apt.downloadOnly(List.of("sample"));

            assertThat(updated.isClean()).as(updated.output()).isTrue();
            assertThat(downloaded.isClean()).as(downloaded.output()).isTrue();
            assertThat(apt.downloaded()).containsValue(added.sha256());
        }
    }

    @ParameterizedTest
    @CsvSource({"alice:plain, htpasswd:1: the password of alice", "'', the file does not exist"})
    void start_fileIsUnusable_isOneLineNamingSettingAndFile(String content, String expected, @TempDir Path other)
            throws Exception {
        var file = other.resolve("htpasswd");
        if (!content.isEmpty()) {
            Files.writeString(file, content);
        }
        var process = Aptheke.in(other.resolve("aptheke"))
                .set("clients.htpasswd", "\"" + file + "\"")
                .launch();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

            assertThat(process.exitValue()).isEqualTo(2);
            assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("clients.htpasswd", file.toString(), expected)
                    .hasLineCount(1);
        } finally {
            process.destroyForcibly();
        }
    }

    private void awaitStatus(int status, String field) throws IOException {
        Poll.until("a " + status, () -> get("/a", field).status() == status);
    }

    private Path file() {
        return directory.resolve("htpasswd");
    }

    private void htpasswd(String... arguments) throws Exception {
        var command = new java.util.ArrayList<>(List.of("htpasswd", "-b", "-B"));
        command.addAll(List.of(arguments).subList(0, arguments.length - 2));
        command.add(file().toString());
        command.addAll(List.of(arguments).subList(arguments.length - 2, arguments.length));
        Tool.in(directory).output(command.toArray(String[]::new));
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }
}
