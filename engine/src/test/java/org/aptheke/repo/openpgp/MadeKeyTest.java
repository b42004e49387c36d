package org.aptheke.repo.openpgp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Date;
import org.aptheke.repo.openpgp.SignatureVerdict.Good;
import org.aptheke.repo.openpgp.SignatureVerdict.Refused;
import org.aptheke.repo.openpgp.SignatureVerdict.UnknownKey;
import org.bouncycastle.bcpg.ContainedPacket;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicSubkeyPacket;
import org.bouncycastle.bcpg.UserIDPacket;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPSignature;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Certificates and signatures that no honest program makes, and old ones that gpg does not make any more. */
final class MadeKeyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String LINE = "Suite: stable";
    private static final MadeKey.Statement NOTHING = said -> {};
    private static final MadeKey.Statement FOR_SIGNING = said -> said.setKeyFlags(false, KeyFlags.SIGN_DATA);

    private static MadeKey primary;
    private static MadeKey subkey;

    @BeforeAll
    static void makeKeys() throws Exception {
        primary = MadeKey.rsa(1024);
        subkey = MadeKey.rsa(1024);
    }

    @Test
    void verify_keyWithoutFlags_mayDoEverything() throws Exception {
        var keyring = certificate(primary, "Old".getBytes(UTF_8), NOTHING);

        assertThat(verify(keyring, text(primary))).isInstanceOf(Good.class);
    }

    @Test
    void verify_keyForCertificationOnly_isUnusable() throws Exception {
        var keyring =
                certificate(primary, "CA".getBytes(UTF_8), said -> said.setKeyFlags(false, KeyFlags.CERTIFY_OTHER));

        assertRefused(verify(keyring, text(primary)), Fault.UNUSABLE, "key that is not for signing");
    }

    @Test
    void verify_keyWithoutSelfSignature_isUnusable() throws Exception {
        var keyring =
                MadeKey.packets(primary.key().getPublicKeyPacket().getEncoded(), userId("Nobody".getBytes(UTF_8)));

        assertRefused(verify(keyring, text(primary)), Fault.UNUSABLE, "key without a valid self-signature");
    }

    @Test
    void verify_selfSignatureWithSha1_isGood() throws Exception {
        var keyring = certificate(primary.with(HashAlgorithmTags.SHA1), "Old".getBytes(UTF_8), FOR_SIGNING);

        assertThat(verify(keyring, text(primary))).isInstanceOf(Good.class);
    }

    @Test
    void verify_selfSignatureWithMd5_isUnusable() throws Exception {
        var keyring = certificate(primary.with(HashAlgorithmTags.MD5), "Older".getBytes(UTF_8), FOR_SIGNING);

        assertRefused(verify(keyring, text(primary)), Fault.UNUSABLE, "key without a valid self-signature");
    }

    @Test
    void verify_keyOf768Bits_isWeak() throws Exception {
        var shorter = MadeKey.rsa(768);
        var keyring = certificate(shorter, "Short".getBytes(UTF_8), FOR_SIGNING);

        assertRefused(verify(keyring, text(shorter)), Fault.WEAK, "signature with a key of 768 bits");
    }

    @Test
    void verify_nameIsNotUtf8_isGood() throws Exception {
        var keyring = certificate(primary, "Jörg\u0007".getBytes(ISO_8859_1), FOR_SIGNING);

        assertThat(verify(keyring, text(primary)))
                .isInstanceOfSatisfying(
                        Good.class,
                        good -> assertThat(good.signers().getFirst().userId()).isEqualTo("J\ufffdrg?"));
    }

    @Test
    void verify_keyProlongedOverAnotherName_isGood() throws Exception {
        var name = "New name".getBytes(UTF_8);
        var keyring = MadeKey.packets(
                certificate(primary, "Old name".getBytes(UTF_8), said -> said.setKeyExpirationTime(false, 86_400)),
                userId(name),
                primary.overName(name, said -> {
                            said.setSignatureCreationTime(false, Date.from(MadeKey.MADE.plusSeconds(3600)));
                            said.setKeyExpirationTime(false, 20L * 365 * 86_400);
                        })
                        .getEncoded());

        assertThat(verify(keyring, text(primary))).isInstanceOf(Good.class);
    }

    @Test
    void verify_subkeyNotBound_isUnusable() throws Exception {
        var keyring = MadeKey.packets(
                certificate(primary, "Thief".getBytes(UTF_8), FOR_SIGNING),
                publicSubkey(),
                binding(subkey).getEncoded());

        assertRefused(verify(keyring, text(subkey)), Fault.UNUSABLE, "subkey that its primary key does not confirm");
    }

    @Test
    void verify_subkeyDoesNotConfirm_isUnusable() throws Exception {
        // Anybody can bind another's signing key to a certificate of his own and pass for the signer.
        var keyring = MadeKey.packets(
                certificate(primary, "Thief".getBytes(UTF_8), FOR_SIGNING),
                publicSubkey(),
                binding(primary).getEncoded());

        assertRefused(verify(keyring, text(subkey)), Fault.UNUSABLE, "subkey that does not confirm its primary key");
    }

    @Test
    void verify_subkeyConfirms_isGood() throws Exception {
        var confirmation = subkey.overPair(PGPSignature.PRIMARYKEY_BINDING, primary.key(), subkey.key(), NOTHING);
        var keyring = MadeKey.packets(
                certificate(primary, "Owner".getBytes(UTF_8), FOR_SIGNING),
                publicSubkey(),
                primary.overPair(PGPSignature.SUBKEY_BINDING, primary.key(), subkey.key(), said -> {
                            said.setKeyFlags(false, KeyFlags.SIGN_DATA);
                            said.addEmbeddedSignature(false, confirmation);
                        })
                        .getEncoded());

        assertThat(verify(keyring, text(subkey))).isInstanceOf(Good.class);
    }

    @Test
    void verify_criticalNotation_isBad() throws Exception {
        var keyring = certificate(primary, "Owner".getBytes(UTF_8), FOR_SIGNING);
        var signature = primary.overText(
                PGPSignature.CANONICAL_TEXT_DOCUMENT,
                LINE.getBytes(UTF_8),
                said -> said.addNotationData(true, true, "only@example.org", "on Mondays"));

        assertRefused(verify(keyring, signature), Fault.BAD, "signature with a demand that is not understood");
    }

    @Test
    void verify_notOverAText_isBad() throws Exception {
        var keyring = certificate(primary, "Owner".getBytes(UTF_8), FOR_SIGNING);

        assertRefused(
                verify(keyring, primary.overText(PGPSignature.STAND_ALONE, new byte[0], NOTHING)),
                Fault.BAD,
                "not a signature over a text");
    }

    @Test
    void verify_binarySignatureInClearSignedFile_countsOverLineFeeds() throws Exception {
        // As for apt, which hands gpgv the text and the signature apart.
        var keyring = certificate(primary, "Owner".getBytes(UTF_8), FOR_SIGNING);
        var signature = primary.overText(PGPSignature.BINARY_DOCUMENT, LINE.getBytes(UTF_8), NOTHING);

        assertThat(verify(keyring, signature)).isInstanceOf(Good.class);
    }

    @Test
    void verify_fingerprintOfAnotherKey_isUnknownKey() throws Exception {
        var keyring = certificate(primary, "Owner".getBytes(UTF_8), FOR_SIGNING);

        assertThat(verify(keyring, text(subkey))).isInstanceOf(UnknownKey.class);
    }

    @Test
    void parse_keyOfUnknownAlgorithm_isSkipped() throws Exception {
        var known = certificate(primary, "Owner".getBytes(UTF_8), FOR_SIGNING);
        var strange = subkey.key().getPublicKeyPacket().getEncoded();
        // Header (3 bytes), version, time (4 bytes), algorithm.
        strange[8] = 99;

        var keyring = Keyring.parse(MadeKey.packets(strange, userId("Strange".getBytes(UTF_8)), known));

        assertThat(keyring.fingerprints())
                .containsExactly(Fingerprint.of(primary.key().getFingerprint()));
        assertThat(keyring.skipped()).hasSize(1);
    }

    private static SignatureVerdict verify(byte[] keyring, PGPSignature signature) throws Exception {
        return SignatureVerifier.verifyInRelease(MadeKey.clearSigned(LINE, signature), Signing.keyrings(keyring), NOW);
    }

    private static void assertRefused(SignatureVerdict verdict, Fault fault, String detail) {
        assertThat(verdict).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.fault()).isEqualTo(fault);
            assertThat(refused.findings()).first().extracting(Finding::detail).isEqualTo(detail);
        });
    }

    private static PGPSignature text(MadeKey key) throws Exception {
        return key.overText(PGPSignature.CANONICAL_TEXT_DOCUMENT, LINE.getBytes(UTF_8), NOTHING);
    }

    private static byte[] certificate(MadeKey key, byte[] name, MadeKey.Statement said) throws Exception {
        return MadeKey.packets(
                key.key().getPublicKeyPacket().getEncoded(),
                userId(name),
                key.overName(name, said).getEncoded());
    }

    private static byte[] userId(byte[] name) throws Exception {
        ContainedPacket packet = new UserIDPacket(name);
        return packet.getEncoded();
    }

    private static byte[] publicSubkey() throws Exception {
        var packet = subkey.key().getPublicKeyPacket();
        return new PublicSubkeyPacket(packet.getVersion(), packet.getAlgorithm(), packet.getTime(), packet.getKey())
                .getEncoded();
    }

    private static PGPSignature binding(MadeKey by) throws Exception {
        return by.overPair(PGPSignature.SUBKEY_BINDING, primary.key(), subkey.key(), FOR_SIGNING);
    }
}
