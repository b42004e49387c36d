package org.aptheke.repo.apt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClearSignedTest {
    private static final String BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n";
    private static final String SIGNATURE = """
            -----BEGIN PGP SIGNATURE-----

            iQIzBAEBCAAdFiEE
            =abcd
            -----END PGP SIGNATURE-----
            """;

    private static Optional<ClearSigned> split(String text) throws MalformedMetadataException {
        return ClearSigned.split(ByteBuffer.wrap(Samples.utf8(text)));
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    @Test
    void split_signedFile_givesPayloadAndSignature() throws MalformedMetadataException {
        var signed = split(BEGIN + "Origin: x\nSHA256:\n a\n" + SIGNATURE).orElseThrow();

        assertThat(text(signed.payload())).isEqualTo("Origin: x\nSHA256:\n a\n");
        assertThat(text(signed.signatures())).isEqualTo(SIGNATURE);
        assertThat(text(signed.payload())).describedAs("read again").startsWith("Origin");
    }

    @Test
    void split_escapedLinesAndBlanksAtTheirEnds_areUndone() throws MalformedMetadataException {
        var signed = split(BEGIN + "Origin: x \t\r\n- -----BEGIN PGP SIGNATURE-----\n- - a\n\n" + SIGNATURE)
                .orElseThrow();

        assertThat(text(signed.payload())).isEqualTo("Origin: x\n-----BEGIN PGP SIGNATURE-----\n- a\n\n");
    }

    @Test
    void split_carriageReturns_areNoPart() throws MalformedMetadataException {
        var signed =
                split((BEGIN + "Origin: x\n" + SIGNATURE).replace("\n", "\r\n")).orElseThrow();

        assertThat(text(signed.payload())).isEqualTo("Origin: x\n");
    }

    @Test
    void split_severalSignatures_areAllThere() throws MalformedMetadataException {
        var signed = split(BEGIN + "Origin: x\n" + SIGNATURE + SIGNATURE).orElseThrow();

        assertThat(text(signed.signatures())).isEqualTo(SIGNATURE + SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "Origin: x\n", "<html>\n", " -----BEGIN PGP SIGNED MESSAGE-----\n"})
    void split_notClearSigned_isEmpty(String text) throws MalformedMetadataException {
        assertThat(split(text)).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenFrames")
    void split_frameBroken_isRefusedWithTheReason(String reason, String file) {
        assertThatThrownBy(() -> split(file))
                .isInstanceOf(MalformedMetadataException.class)
                .hasMessageContaining(reason);
    }

    static Stream<Arguments> brokenFrames() {
        String begin = BEGIN.substring(0, BEGIN.indexOf('\n') + 1);
        String openSignature = SIGNATURE.substring(0, SIGNATURE.indexOf('\n') + 1);
        String message = BEGIN + "Origin: x\n";
        return Stream.of(
                Arguments.of("text before", "Origin: y\n" + message + SIGNATURE),
                Arguments.of("text before", "\n" + message + SIGNATURE),
                Arguments.of("text behind", message + SIGNATURE + "Origin: y\n"),
                Arguments.of("text behind", message + SIGNATURE + "\n"),
                Arguments.of("text behind", message + SIGNATURE + message + SIGNATURE),
                Arguments.of("message has no end", message),
                Arguments.of("message has no end", BEGIN),
                Arguments.of("message has no end", begin),
                Arguments.of("signature has no end", message + openSignature + "abc\n"),
                Arguments.of("signature has no end", message + SIGNATURE + openSignature),
                Arguments.of("message starts with a dash", message + "-Origin: y\n" + SIGNATURE),
                Arguments.of("message starts with a dash", message + begin + SIGNATURE),
                Arguments.of("header starts with a dash", begin + "-Hash: x\n\nOrigin: x\n" + SIGNATURE),
                Arguments.of("header starts with a dash", begin + SIGNATURE),
                Arguments.of("signature starts with a dash", message + openSignature + "-abc\n"),
                Arguments.of("signature starts with a dash", message + openSignature + begin));
    }
}
