package org.aptheke.repo.openpgp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.aptheke.testkit.AptSignatureCheck;
import org.aptheke.testkit.GpgHome;

/** Keys of one gpg home, a release file, and both judges: ours and the real apt. */
final class Signing implements AutoCloseable {
    static final Instant MADE = Instant.parse("2020-01-01T00:00:00Z");
    static final Instant SIGNED = Instant.parse("2020-06-01T00:00:00Z");

    static final String RELEASE = """
            Origin: Example
            Suite: stable
            Date: Mon, 01 Jun 2020 00:00:00 UTC
            SHA256:
             e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 0 main/binary-amd64/Packages
            """;

    final GpgHome gpg;

    /** apt has no other clock than the machine's. */
    final Instant now = Instant.now();

    private final AptSignatureCheck apt;

    Signing(Path directory) throws IOException {
        gpg = GpgHome.in(directory);
        apt = new AptSignatureCheck(directory);
    }

    /** A key that signs, for ever. */
    String key(String userId, String algorithm) throws IOException, InterruptedException {
        return gpg.generate(MADE, userId, algorithm, "sign", "never");
    }

    byte[] clearSigned(String... keys) throws IOException, InterruptedException {
        return gpg.clearSign(SIGNED, bytes(RELEASE), List.of(keys));
    }

    /** Our verdict with the keys given, after making sure that apt says the same. */
    SignatureVerdict agreed(byte[] inRelease, String... keys) throws IOException, InterruptedException {
        return agreed(inRelease, gpg.export(keys));
    }

    SignatureVerdict agreed(byte[] inRelease, byte[] keyring) throws IOException, InterruptedException {
        var verdict = SignatureVerifier.verifyInRelease(inRelease, keyrings(keyring), now);
        return agreed(verdict, apt.inRelease(inRelease, keyring));
    }

    SignatureVerdict agreedDetached(byte[] release, byte[] signature, String... keys)
            throws IOException, InterruptedException {
        var keyring = gpg.export(keys);
        var verdict = SignatureVerifier.verifyDetached(release, signature, keyrings(keyring), now);
        return agreed(verdict, apt.detached(release, signature, keyring));
    }

    Keyrings known(String... keys) throws IOException, InterruptedException {
        return keyrings(gpg.export(keys));
    }

    static Keyrings keyrings(byte[]... files) throws KeyringFormatException {
        var sources = new ArrayList<Keyrings.Source>();
        for (byte[] file : files) {
            sources.add(new Keyrings.Source("file-" + sources.size(), Keyring.parse(file)));
        }
        return Keyrings.of(sources);
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** One character for each byte, so that binary parts survive the way back. */
    static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    static byte[] unchanged(String text) {
        return text.getBytes(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        gpg.close();
    }

    private enum Kind {
        GOOD,
        REFUSED,
        UNKNOWN,
        MALFORMED
    }

    private static SignatureVerdict agreed(SignatureVerdict verdict, AptSignatureCheck.Answer answer) {
        if (kind(verdict) != kind(answer)) {
            throw new AssertionError("ours: " + verdict + "\napt's: " + answer.message());
        }
        return verdict;
    }

    private static Kind kind(SignatureVerdict verdict) {
        return switch (verdict) {
            case SignatureVerdict.Good _ -> Kind.GOOD;
            case SignatureVerdict.Refused _ -> Kind.REFUSED;
            case SignatureVerdict.UnknownKey _ -> Kind.UNKNOWN;
            case SignatureVerdict.Unsigned _, SignatureVerdict.Malformed _ -> Kind.MALFORMED;
        };
    }

    private static Kind kind(AptSignatureCheck.Answer answer) {
        if (answer.accepted()) {
            return Kind.GOOD;
        }
        if (answer.message().contains("The following signatures were invalid")) {
            return Kind.REFUSED;
        }
        return answer.message().contains("NO_PUBKEY") ? Kind.UNKNOWN : Kind.MALFORMED;
    }
}
