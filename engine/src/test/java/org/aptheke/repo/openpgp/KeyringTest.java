package org.aptheke.repo.openpgp;

import static org.aptheke.repo.openpgp.Signing.bytes;
import static org.aptheke.repo.openpgp.Signing.text;
import static org.aptheke.repo.openpgp.Signing.unchanged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyringTest {
    private static Signing signing;
    private static String first;
    private static String second;
    private static String third;
    private static Path home;

    @BeforeAll
    static void makeKeys(@TempDir Path directory) throws Exception {
        signing = new Signing(directory);
        home = directory.resolve("gpg");
        first = signing.key("First", "ed25519");
        second = signing.key("Second", "rsa2048");
        third = signing.key("Third", "nistp256");
    }

    @AfterAll
    static void stop() throws IOException {
        signing.close();
    }

    @Test
    void parse_binary_givesAllKeysInOrder() throws Exception {
        var keyring = Keyring.parse(signing.gpg.export(first, second, third));

        assertThat(keyring.fingerprints()).extracting(Fingerprint::hex).containsExactly(first, second, third);
        assertThat(keyring.skipped()).isEmpty();
    }

    @Test
    void parse_armored_givesTheSame() throws Exception {
        var keyring = Keyring.parse(signing.gpg.exportArmored(first, second, third));

        assertThat(keyring.fingerprints()).extracting(Fingerprint::hex).containsExactly(first, second, third);
    }

    @Test
    void parse_severalArmoredBlocksWithComments_givesAll() throws Exception {
        var file = "# The key of 2020\n" + text(signing.gpg.exportArmored(first)) + "\n\nand the next one:\n\n"
                + text(signing.gpg.exportArmored(second)).replace("\n", "\r\n");

        assertThat(Keyring.parse(unchanged(file)).fingerprints())
                .extracting(Fingerprint::hex)
                .containsExactly(first, second);
    }

    @Test
    void parse_oneKeyDamaged_givesTheOthers() throws Exception {
        var damaged = signing.gpg.export(second);
        // Within the packet of the key itself: its version.
        damaged[3] = 99;

        var keyring = Keyring.parse(joined(signing.gpg.export(first), damaged, signing.gpg.export(third)));

        assertThat(keyring.fingerprints()).extracting(Fingerprint::hex).containsExactly(first, third);
        assertThat(keyring.skipped())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("a key cannot be read: "));
    }

    @Test
    void parse_oneArmoredBlockDamaged_givesTheOthers() throws Exception {
        var damaged = text(signing.gpg.exportArmored(second)).replaceFirst("\n\n.{20}", "\n\nAAAAAAAAAAAAAAAAAAAA");
        var file = damaged + text(signing.gpg.exportArmored(first)) + damaged.substring(0, 200);

        var keyring = Keyring.parse(unchanged(file));

        assertThat(keyring.fingerprints()).extracting(Fingerprint::hex).containsExactly(first);
        assertThat(keyring.skipped()).hasSizeGreaterThanOrEqualTo(2).contains("a key block breaks off");
    }

    @Test
    void parse_breaksOff_givesTheKeysBefore() throws Exception {
        var whole = joined(signing.gpg.export(first), signing.gpg.export(second));

        var keyring = Keyring.parse(Arrays.copyOf(whole, whole.length - 1));

        assertThat(keyring.fingerprints()).extracting(Fingerprint::hex).containsExactly(first);
        assertThat(keyring.skipped())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("no OpenPGP packet at byte "));
    }

    @Test
    void parse_garbageBehindKeys_givesTheKeys() throws Exception {
        var keyring = Keyring.parse(joined(signing.gpg.export(first), bytes("and so on")));

        assertThat(keyring.fingerprints()).extracting(Fingerprint::hex).containsExactly(first);
        assertThat(keyring.skipped()).hasSize(1);
    }

    @Test
    void parse_keybox_saysWhatToDo() throws Exception {
        var keybox = Files.readAllBytes(home.resolve("pubring.kbx"));

        assertThatThrownBy(() -> Keyring.parse(keybox))
                .isInstanceOf(KeyringFormatException.class)
                .hasMessageContaining("gpg --export");
    }

    @Test
    void parse_secretKeys_areNotPublicOnes() throws Exception {
        var secret = signing.gpg.exportSecret(first);

        assertThatThrownBy(() -> Keyring.parse(secret))
                .isInstanceOf(KeyringFormatException.class)
                .hasMessage("no public key in it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "KBX",
                "<html></html>",
                "\u0099",
                "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
                "\u0099\u0000\u0001\u0004",
                "\u00c6\u00e0",
                "\u009b",
                "-----BEGIN PGP PUBLIC KEY BLOCK-----",
                "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n-----END PGP PUBLIC KEY BLOCK-----\n",
                "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n%%%%\n-----END PGP PUBLIC KEY BLOCK-----\n",
                "-----BEGIN PGP PUBLIC KEY BLOCK-----\nnonsense\n-----END PGP PUBLIC KEY BLOCK-----\n",
            })
    void parse_garbage_isRefusedByName(String garbage) {
        assertThatThrownBy(() -> Keyring.parse(unchanged(garbage)))
                .isInstanceOf(KeyringFormatException.class)
                .message()
                .isNotBlank();
    }

    @Test
    void keyrings_sameKeyInSeveralFiles_isOneWithAllPlaces() throws Exception {
        var keyrings = Signing.keyrings(
                signing.gpg.export(first), signing.gpg.exportArmored(second, first), signing.gpg.export(third));

        assertThat(keyrings.fingerprints()).extracting(Fingerprint::hex).containsExactly(first, second, third);
        assertThat(keyrings.places(new Fingerprint(first))).containsExactly("file-0", "file-1");
        assertThat(keyrings.places(new Fingerprint(third))).containsExactly("file-2");
        assertThat(Keyrings.NONE.places(new Fingerprint(first))).isEmpty();
    }

    @Test
    void fingerprint_ofVersion4_endsWithKeyId() {
        assertThat(new Fingerprint("4986b7f2a60bb62591f07e1c1aab17105a7d79a6").keyId())
                .hasToString("1AAB17105A7D79A6");
        assertThat(new Fingerprint("F".repeat(16) + "0".repeat(48)).keyId()).hasToString("F".repeat(16));
        assertThatThrownBy(() -> new Fingerprint("1AAB17105A7D79A6")).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : List.of(parts)) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
