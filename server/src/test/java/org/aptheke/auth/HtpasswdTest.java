package org.aptheke.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.aptheke.origin.Secret;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Tool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HtpasswdTest {
    @TempDir
    private Path directory = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void chooseFile() {
        file = directory.resolve("htpasswd");
    }

    @Test
    void accepts_whatTheToolWrote_andNothingElse() throws Exception {
        htpasswd("-c", "alice", "wonder");
        htpasswd("-C", "7", "bob", "b:uilder");
        var users = Htpasswd.read(file);

        assertThat(users.accepts("alice", Secret.of("wonder"))).isTrue();
        assertThat(users.accepts("bob", Secret.of("b:uilder"))).isTrue();
        assertThat(users.accepts("alice", Secret.of("b:uilder"))).isFalse();
        assertThat(users.accepts("alice", Secret.of(""))).isFalse();
        assertThat(users.accepts("carol", Secret.of("wonder"))).isFalse();
        assertThat(users.accepts("", Secret.of(""))).isFalse();
        assertThat(users.knows("bob")).isTrue();
        assertThat(users.knows("carol")).isFalse();
    }

    @Test
    void accepts_passwordsThatAreNotAscii_asTheToolWroteThem() throws Exception {
        htpasswd("-c", "jürgen", "pässwörd €");

        assertThat(Htpasswd.read(file).accepts("jürgen", Secret.of("pässwörd €")))
                .isTrue();
    }

    /** As the published vectors of bcrypt have them. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`abc`, $2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i",
                "`~!@#$%^&*()      ~!@#$%^&*()PNBFRD`, $2a$06$fPIsBO8qRqkjj273rfaOI.HtSV9jLDpTbZn782DC6/t7qT67P6FfO"
            })
    void accepts_digestsOfOtherPrograms_too(String password, String digest) throws Exception {
        Files.writeString(file, "alice:" + digest + "\n");

        assertThat(Htpasswd.read(file).accepts("alice", Secret.of(password))).isTrue();
        assertThat(Htpasswd.read(file).accepts("alice", Secret.of(password + "x")))
                .isFalse();
    }

    @Test
    void read_commentsAndEmptyLines_areSkippedAndTheFirstOfAUserCounts() throws Exception {
        htpasswd("-c", "alice", "first");
        String first = Files.readString(file);
        htpasswd("-c", "alice", "second");
        Files.writeString(file, "# users\n\n  \n" + first + Files.readString(file));
        var users = Htpasswd.read(file);

        assertThat(users.accepts("alice", Secret.of("first"))).isTrue();
        assertThat(users.accepts("alice", Secret.of("second"))).isFalse();
    }

    @Test
    void read_noUsers_isAFileThatLetsNobodyIn() throws Exception {
        Files.writeString(file, "");

        assertThat(Htpasswd.read(file).accepts("alice", Secret.of("wonder"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice:$apr1$QYTQ3Kzt$YrMXVmnnN0nWwm0Fx8rTM1",
                "alice:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
                "alice:wonder",
                "alice:",
                "alice:$2x$05$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyzabcde",
                "alice:$2y$05$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyzabcd",
                "alice:$2y$03$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyzabcde",
                "alice:$2y$31$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyzabcde",
                "alice",
                ":$2y$05$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyzabcde"
            })
    void read_lineThatIsNoneOfBcrypt_isRefusedNamingFileAndLineButNotTheDigest(String line) throws Exception {
        Files.writeString(file, "\n" + line + "\n");

        assertThatThrownBy(() -> Htpasswd.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ":2: ")
                .message()
                .doesNotContain("$2", "$apr1", "{SHA}", "wonder");
    }

    @Test
    void read_noFile_saysSo() {
        assertThatThrownBy(() -> Htpasswd.read(file)).hasMessage(file + ": the file does not exist");
    }

    @Test
    void watch_changedInPlaceAndReplaced_isReadAgain() throws Exception {
        htpasswd("-c", "alice", "wonder");
        try (var users = Htpasswd.read(file)) {
            users.watch(Duration.ofMillis(5));
            int before = users.version();

            htpasswd("bob", "builder");
            Poll.until("bob is known", () -> users.knows("bob"));
            assertThat(users.version()).isNotEqualTo(before);
            assertThat(users.knows("alice")).isTrue();

            var other = directory.resolve("other");
            Files.copy(file, other);
            Files.write(other, Files.readAllLines(file).subList(1, 2));
            Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
            Poll.until("alice is not known", () -> !users.knows("alice"));
            assertThat(users.accepts("bob", Secret.of("builder"))).isTrue();
        }
    }

    @Test
    void watch_brokenOrRemoved_keepsTheUsersUntilItIsRightAgain() throws Exception {
        htpasswd("-c", "alice", "wonder");
        String right = Files.readString(file);
        try (var users = Htpasswd.read(file)) {
            users.watch(Duration.ofMillis(5));

            Files.writeString(file, "alice:plain text\n");
            Files.delete(file);
            Files.writeString(file, "broken");
            assertThat(users.accepts("alice", Secret.of("wonder"))).isTrue();
            Files.writeString(file, right.replace("alice:", "carol:"));

            Poll.until("carol is known", () -> users.knows("carol"));
            assertThat(users.knows("alice")).isFalse();
        }
    }

    @Test
    void text_ofUsersAndDigests_tellsNeitherNamesNorDigests() throws Exception {
        htpasswd("-c", "alice", "wonder");
        var users = Users.parse(Files.readAllLines(file));

        assertThat(users.toString() + users.digests().values()).doesNotContain("alice", "$2", "wonder");
    }

    private void htpasswd(String... arguments) throws Exception {
        var command = new java.util.ArrayList<>(List.of("htpasswd", "-b", "-B"));
        int options = arguments.length - 2;
        command.addAll(List.of(arguments).subList(0, options));
        command.add(file.toString());
        command.addAll(List.of(arguments).subList(options, arguments.length));
        Tool.in(directory).output(command.toArray(String[]::new));
    }
}
