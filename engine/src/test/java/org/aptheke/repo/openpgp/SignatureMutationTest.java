package org.aptheke.repo.openpgp;

import static org.aptheke.repo.openpgp.Signing.RELEASE;
import static org.aptheke.repo.openpgp.Signing.SIGNED;
import static org.aptheke.repo.openpgp.Signing.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.aptheke.repo.openpgp.SignatureVerdict.Good;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and keyrings changed at random, with a fixed seed: no surprise, and never good for another text. */
final class SignatureMutationTest {
    private static final int ROUNDS = 4_000;

    private static Signing signing;
    private static List<byte[]> files;
    private static byte[] keyring;
    private static byte[] detached;

    @BeforeAll
    static void sign(@TempDir Path directory) throws Exception {
        signing = new Signing(directory);
        var primary = signing.gpg.generate(Signing.MADE, "With subkey", "ed25519", "cert", "never");
        var subkey = signing.gpg.addSubkey(Signing.MADE, primary, "ed25519", "sign", "10y");
        var rsa = signing.key("RSA", "rsa2048");
        var ecdsa = signing.key("ECDSA", "nistp256");
        files = List.of(signing.clearSigned(subkey), signing.clearSigned(rsa, ecdsa));
        detached = signing.gpg.detach(SIGNED, bytes(RELEASE), List.of(subkey, rsa));
        keyring = signing.gpg.export(primary, rsa, ecdsa);
    }

    @AfterAll
    static void stop() throws IOException {
        signing.close();
    }

    @Test
    void verifyInRelease_fileChanged_isNeverGoodForAnotherText() throws Exception {
        var random = new Random(20260101);
        var keyrings = Signing.keyrings(keyring);
        int good = 0;
        for (int i = 0; i < ROUNDS; i++) {
            var changed = changed(files.get(i % files.size()), random);
            if (SignatureVerifier.verifyInRelease(changed, keyrings, SIGNED) instanceof Good verdict) {
                assertThat(verdict.signed()).as("round %d", i).isEqualTo(SignedText.of(bytes(RELEASE)));
                good++;
            }
        }
        assertThat(good).as("changes that mean nothing").isBetween(1, ROUNDS / 2);
    }

    @Test
    void verifyDetached_signatureChanged_isNeverGoodForAnotherText() throws Exception {
        var random = new Random(20260102);
        var keyrings = Signing.keyrings(keyring);
        var other = bytes(RELEASE.replace("stable", "stabel"));
        int good = 0;
        for (int i = 0; i < ROUNDS; i++) {
            var changed = changed(detached, random);
            assertThat(SignatureVerifier.verifyDetached(other, changed, keyrings, SIGNED))
                    .as("round %d", i)
                    .isNotInstanceOf(Good.class);
            good += SignatureVerifier.verifyDetached(bytes(RELEASE), changed, keyrings, SIGNED) instanceof Good ? 1 : 0;
        }
        assertThat(good).as("changes that mean nothing").isBetween(1, ROUNDS / 2);
    }

    @Test
    void parse_keyringChanged_isReadOrRefusedByName() throws Exception {
        var random = new Random(20260103);
        int read = 0;
        for (int i = 0; i < ROUNDS; i++) {
            var changed = changed(keyring, random);
            try {
                var keyrings = Signing.keyrings(changed);
                SignatureVerifier.verifyInRelease(files.get(i % files.size()), keyrings, SIGNED);
                read++;
            } catch (KeyringFormatException e) {
                assertThat(e).message().isNotBlank();
            }
        }
        assertThat(read).isBetween(1, ROUNDS);
    }

    private static byte[] changed(byte[] original, Random random) {
        var bytes = original.clone();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            bytes = changedOnce(bytes, random);
        }
        return bytes;
    }

    private static byte[] changedOnce(byte[] bytes, Random random) {
        if (bytes.length < 2) {
            return bytes;
        }
        int at = random.nextInt(bytes.length);
        int end = Math.min(bytes.length, at + 1 + random.nextInt(60));
        return switch (random.nextInt(6)) {
            case 0 -> with(bytes, at, (byte) (bytes[at] ^ (1 << random.nextInt(8))));
            case 1 -> with(bytes, at, (byte) random.nextInt(256));
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> spliced(bytes, at, at, new byte[] {(byte) " \t\r\n-A\0".charAt(random.nextInt(7))});
            case 4 -> spliced(bytes, at, end, new byte[0]);
            default -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
        };
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        bytes[at] = value;
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] inserted) {
        var result = new ByteArrayOutputStream();
        result.write(bytes, 0, from);
        result.writeBytes(inserted);
        result.write(bytes, to, bytes.length - to);
        return result.toByteArray();
    }
}
