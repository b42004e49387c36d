package org.aptheke.repo.openpgp;

import static org.aptheke.repo.openpgp.Signing.SIGNED;
import static org.aptheke.repo.openpgp.Signing.bytes;
import static org.aptheke.repo.openpgp.Signing.text;
import static org.aptheke.repo.openpgp.Signing.unchanged;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.aptheke.repo.openpgp.SignatureVerdict.Good;
import org.aptheke.repo.openpgp.SignatureVerdict.Malformed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How a signed file may look. Each verdict is compared with that of the real apt. */
final class SignedMessageFormTest {
    private static final String BEGIN_SIGNATURE = "-----BEGIN PGP SIGNATURE-----";

    private static Signing signing;
    private static String key;
    private static String good;

    @BeforeAll
    static void makeKey(@TempDir Path directory) throws Exception {
        signing = new Signing(directory);
        key = signing.key("Archive", "ed25519");
        good = text(signing.clearSigned(key));
    }

    @AfterAll
    static void stop() throws IOException {
        signing.close();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void verify_anyText_isGoodAndGivenAsAptReadsIt(String text, String expected) throws Exception {
        var file = signing.gpg.clearSign(SIGNED, bytes(text), List.of(key));

        var verdict = signing.agreed(file, key);

        assertThat(verdict).isInstanceOf(Good.class);
        assertThat(verdict.text()).contains(SignedText.of(bytes(expected)));
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("", "\n"), // gpg adds a line to an empty text
                Arguments.of("\n", "\n"),
                Arguments.of("Suite: stable", "Suite: stable\n"),
                Arguments.of("Suite: stable\n\n\nDate: x\n\n", "Suite: stable\n\n\nDate: x\n\n"),
                Arguments.of(
                        "- item\n-- two\n-----BEGIN PGP SIGNATURE-----\n",
                        "- item\n-- two\n-----BEGIN PGP SIGNATURE-----\n"),
                Arguments.of("From here\n", "From here\n"),
                Arguments.of("Suite: stable  \t\nDate: x \n", "Suite: stable\nDate: x\n"),
                Arguments.of("Suite: stable\r\nDate: x\r\n", "Suite: stable\nDate: x\n"),
                Arguments.of("Description: ünïcödé 日本\n", "Description: ünïcödé 日本\n"));
    }

    @ParameterizedTest
    @MethodSource("harmlessChanges")
    void verify_changeThatMeansNothing_isGoodStill(String changed) throws Exception {
        var verdict = signing.agreed(unchanged(changed), key);

        assertThat(verdict).isInstanceOf(Good.class);
        assertThat(verdict.text()).contains(SignedText.of(bytes(Signing.RELEASE)));
    }

    static Stream<String> harmlessChanges() {
        return Stream.of(
                good,
                good.replace("\n", "\r\n"),
                good.replace("\n", " \t\n"),
                good.strip(),
                good.replace("Origin:", "- Origin:"),
                good.replace("Hash: SHA512\n", "").replace("Hash: SHA256\n", ""),
                good.replace(BEGIN_SIGNATURE + "\n", BEGIN_SIGNATURE + "\nVersion: GnuPG v1\nComment: none\n"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void verify_notASignedMessageAndNothingElse_isMalformed(String file, String reason) throws Exception {
        var verdict = signing.agreed(unchanged(file), key);

        assertThat(verdict).isEqualTo(new Malformed(reason));
        assertThat(verdict.text()).isEmpty();
    }

    static Stream<Arguments> malformed() {
        int text = good.indexOf("Origin:");
        int signature = good.indexOf(BEGIN_SIGNATURE);
        return Stream.of(
                Arguments.of("", "the file is empty"),
                Arguments.of(Signing.RELEASE, "not a signed message"),
                Arguments.of("<html><body>Please log in</body></html>\n", "not a signed message"),
                Arguments.of("Suite: evil\n" + good, "text before the signed message"),
                Arguments.of("\n" + good, "text before the signed message"),
                Arguments.of(good + "Suite: evil\n", "a line outside of the signature"),
                Arguments.of(good + "\n", "a line outside of the signature"),
                Arguments.of(good + good, "a line outside of the signature"),
                Arguments.of(good.substring(0, text - 1), "the message breaks off before its text"),
                Arguments.of(good.substring(0, text + 3), "the message breaks off before its signature"),
                Arguments.of(good.substring(0, signature), "the message breaks off before its signature"),
                Arguments.of(good.substring(0, signature + 60), "the signature breaks off"),
                Arguments.of(good.substring(0, good.length() - 40), "the signature breaks off"),
                Arguments.of(
                        good.replace("\n\nOrigin", "\n-----\n\nOrigin"),
                        "a line that begins with a dash, before the text"),
                Arguments.of(good.replace("Suite", "-Suite"), "a line of the text that begins with a dash"),
                Arguments.of(
                        good.replace("Suite", "-----BEGIN PGP SIGNED MESSAGE-----\nSuite"),
                        "a line of the text that begins with a dash"),
                Arguments.of(
                        good.replace("-----END", "-----BEGIN PGP SIGNATURE-----\n-----END"),
                        "a line that begins with a dash, within the signature"));
    }

    @Test
    void verify_signatureIsNonsense_isMalformed() throws Exception {
        for (var nonsense : List.of("", "AAAA", "iQ==", "%%%%", "mDMEaVW5ABYJKwYBBAHaRw8BAQdAC0Z0")) {
            var file = good.substring(0, good.indexOf(BEGIN_SIGNATURE)) + BEGIN_SIGNATURE + "\n\n" + nonsense
                    + "\n-----END PGP SIGNATURE-----\n";

            assertThat(signing.agreed(unchanged(file), key)).as(nonsense).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void verify_carriageReturnWithinLine_isMalformed() throws Exception {
        // apt takes it; but what is a line of it is not the same for every reader.
        var file = signing.gpg.clearSign(SIGNED, bytes("Suite: stable\rSuite: evil\n"), List.of(key));

        assertThat(SignatureVerifier.verifyInRelease(file, signing.known(key), signing.now))
                .isEqualTo(new Malformed("a carriage return within a line"));
    }

    @Test
    void verify_severalBlocks_countTogether() throws Exception {
        var block = good.substring(good.indexOf(BEGIN_SIGNATURE));

        assertThat(signing.agreed(unchanged(good + block), key))
                .isInstanceOfSatisfying(
                        Good.class, verdict -> assertThat(verdict.signers()).hasSize(2));
        assertThat(SignatureVerifier.verifyInRelease(
                        unchanged(good + block.repeat(40)), signing.known(key), signing.now))
                .isEqualTo(new Malformed("more than 32 signatures"));
    }

    @ParameterizedTest
    @MethodSource("notDetached")
    void verifyDetached_notASignatureAndNothingElse_isMalformed(String signature, String reason) throws Exception {
        assertThat(signing.agreedDetached(bytes(Signing.RELEASE), unchanged(signature), key))
                .isEqualTo(new Malformed(reason));
    }

    static Stream<Arguments> notDetached() throws Exception {
        var armored = text(signing.gpg.detach(SIGNED, bytes(Signing.RELEASE), List.of(key), "--armor"));
        return Stream.of(
                Arguments.of("", "no signature of a known kind"),
                Arguments.of("<html></html>\n", "a line outside of the signature"),
                Arguments.of("Suite: evil\n" + armored, "a line outside of the signature"),
                Arguments.of(armored + "Suite: evil\n", "a line outside of the signature"),
                Arguments.of(armored.substring(0, armored.length() - 40), "the signature breaks off"),
                Arguments.of(good, "a line outside of the signature"));
    }
}
