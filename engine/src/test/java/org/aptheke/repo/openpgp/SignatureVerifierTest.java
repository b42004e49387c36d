package org.aptheke.repo.openpgp;

import static org.aptheke.repo.openpgp.Signing.MADE;
import static org.aptheke.repo.openpgp.Signing.RELEASE;
import static org.aptheke.repo.openpgp.Signing.SIGNED;
import static org.aptheke.repo.openpgp.Signing.bytes;
import static org.aptheke.repo.openpgp.Signing.text;
import static org.aptheke.repo.openpgp.Signing.unchanged;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.aptheke.repo.openpgp.SignatureVerdict.Good;
import org.aptheke.repo.openpgp.SignatureVerdict.Refused;
import org.aptheke.repo.openpgp.SignatureVerdict.UnknownKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What signatures and keys are worth. Each verdict is compared with that of the real apt. */
final class SignatureVerifierTest {
    private static Signing signing;
    private static String archive;
    private static String other;
    private static String stranger;

    @BeforeAll
    static void makeKeys(@TempDir Path directory) throws Exception {
        signing = new Signing(directory);
        archive = signing.key("Archive <archive@example.org>", "ed25519");
        other = signing.key("Other <other@example.org>", "rsa2048");
        stranger = signing.key("Stranger", "ed25519");
    }

    @AfterAll
    static void stop() throws IOException {
        signing.close();
    }

    @Test
    void verify_goodEd25519_namesSigner() throws Exception {
        var verdict = signing.agreed(signing.clearSigned(archive), archive);

        var signer = new Signer(
                new Fingerprint(archive),
                new Fingerprint(archive),
                "Archive <archive@example.org>",
                SIGNED,
                List.of("file-0"));
        assertThat(verdict).isEqualTo(new Good(List.of(signer), SignedText.of(bytes(RELEASE))));
        assertThat(verdict.summary()).isEqualTo("signed by Archive <archive@example.org> (" + archive + ")");
    }

    @Test
    void verify_goodRsa4096_isGood() throws Exception {
        var rsa = signing.key("RSA", "rsa4096");

        assertThat(signing.agreed(signing.clearSigned(rsa), rsa)).isInstanceOf(Good.class);
    }

    @Test
    void verify_goodDsa1024_isGood() throws Exception {
        var dsa = signing.key("DSA", "dsa1024");
        var file =
                signing.gpg.clearSign(SIGNED, bytes(RELEASE), List.of(dsa), "--enable-dsa2", "--digest-algo", "SHA256");

        assertThat(SignatureVerifier.verifyInRelease(file, signing.known(dsa), signing.now))
                .as("gpgv takes such old keys, while newer versions of apt do not")
                .isInstanceOf(Good.class);
    }

    @Test
    void verify_goodBySubkey_namesSubkeyAndPrimary() throws Exception {
        var primary = signing.gpg.generate(MADE, "With subkey", "ed25519", "cert", "never");
        var subkey = signing.gpg.addSubkey(MADE, primary, "rsa2048", "sign", "never");

        var verdict = signing.agreed(signing.clearSigned(subkey), primary);

        assertThat(good(verdict)).satisfies(signer -> {
            assertThat(signer.key()).isEqualTo(new Fingerprint(subkey));
            assertThat(signer.certificate()).isEqualTo(new Fingerprint(primary));
        });
    }

    @Test
    void verify_noKeyKnown_saysWhichAreMissing() throws Exception {
        var verdict = signing.agreed(signing.clearSigned(stranger), archive);

        assertThat(verdict)
                .isEqualTo(new UnknownKey(List.of(new Fingerprint(stranger).keyId()), SignedText.of(bytes(RELEASE))));
        assertThat(verdict.summary()).endsWith(" " + stranger.substring(24));
    }

    @Test
    void verify_noKeyrings_isUnknownKey() throws Exception {
        assertThat(SignatureVerifier.verifyInRelease(signing.clearSigned(archive), Keyrings.NONE, signing.now))
                .isInstanceOf(UnknownKey.class);
    }

    @Test
    void verify_textChanged_isBad() throws Exception {
        var changed = changed(signing.clearSigned(archive));

        var verdict = signing.agreed(changed, archive);

        assertThat(refused(verdict, Fault.BAD))
                .isEqualTo("bad signature: Archive <archive@example.org> (" + archive + ")");
    }

    @Test
    void verify_textChangedAndKeyUnknown_isUnknownKey() throws Exception {
        assertThat(signing.agreed(changed(signing.clearSigned(stranger)), archive))
                .isInstanceOf(UnknownKey.class);
    }

    @Test
    void verify_keyExpiredSince_isExpired() throws Exception {
        var key = signing.gpg.generate(MADE, "Expired", "ed25519", "sign", "1y");

        var verdict = signing.agreed(signing.clearSigned(key), key);

        assertThat(refused(verdict, Fault.EXPIRED)).startsWith("expired key (2020-12-31T00:00:00Z): Expired");
    }

    @Test
    void verify_keyExpiresLater_isGoodUntilThen() throws Exception {
        var key = signing.gpg.generate(MADE, "Expires", "ed25519", "sign", "1y");
        var file = signing.clearSigned(key);
        var keyrings = signing.known(key);
        var end = Instant.parse("2020-12-31T00:00:00Z");

        assertThat(SignatureVerifier.verifyInRelease(file, keyrings, end.minusSeconds(1)))
                .isInstanceOf(Good.class);
        assertThat(SignatureVerifier.verifyInRelease(file, keyrings, end)).isInstanceOf(Refused.class);
    }

    @Test
    void verify_signatureExpired_isExpired() throws Exception {
        var file = signing.gpg.clearSign(SIGNED, bytes(RELEASE), List.of(archive), "--default-sig-expire", "10");

        assertThat(refused(signing.agreed(file, archive), Fault.EXPIRED))
                .startsWith("expired signature (2020-06-11T00:00:00Z): Archive");
    }

    @Test
    void verify_subkeyExpired_isExpired() throws Exception {
        var primary = signing.gpg.generate(MADE, "Subkey expired", "ed25519", "cert", "never");
        var subkey = signing.gpg.addSubkey(MADE, primary, "ed25519", "sign", "1y");

        assertThat(refused(signing.agreed(signing.clearSigned(subkey), primary), Fault.EXPIRED))
                .startsWith("expired subkey");
    }

    @Test
    void verify_primaryOfSubkeyExpired_isExpired() throws Exception {
        var primary = signing.gpg.generate(MADE, "Primary expired", "ed25519", "cert", "1y");
        var subkey = signing.gpg.addSubkey(MADE, primary, "ed25519", "sign", "1y");

        assertThat(refused(signing.agreed(signing.clearSigned(subkey), primary), Fault.EXPIRED))
                .startsWith("expired key");
    }

    @Test
    void verify_subkeyProlongedAfterItSigned_isGood() throws Exception {
        // gpg replaces the statement that binds the subkey: the only one left is younger than the signature.
        var primary = signing.gpg.generate(MADE, "Prolonged", "ed25519", "cert", "never");
        var subkey = signing.gpg.addSubkey(MADE, primary, "ed25519", "sign", "1y");
        var file = signing.clearSigned(subkey);
        signing.gpg.setExpiry(SIGNED.plus(Duration.ofDays(90)), primary, "20y", subkey);

        assertThat(signing.agreed(file, primary)).isInstanceOf(Good.class);
    }

    @Test
    void verify_keyProlongedInOneOfTwoFiles_isGood() throws Exception {
        var key = signing.gpg.generate(MADE, "Prolonged elsewhere", "ed25519", "sign", "1y");
        var file = signing.clearSigned(key);
        var before = signing.gpg.export(key);
        signing.gpg.setExpiry(SIGNED, key, "20y");
        var after = signing.gpg.export(key);

        assertThat(SignatureVerifier.verifyInRelease(file, Signing.keyrings(before), signing.now))
                .isInstanceOf(Refused.class);
        assertThat(good(SignatureVerifier.verifyInRelease(file, Signing.keyrings(after, before), signing.now))
                        .places())
                .containsExactly("file-0", "file-1");
        assertThat(SignatureVerifier.verifyInRelease(file, Signing.keyrings(before, after), signing.now))
                .isInstanceOf(Good.class);
    }

    @Test
    void verify_keyRevoked_isRevoked() throws Exception {
        var key = signing.key("Revoked", "ed25519");
        var file = signing.clearSigned(key);
        var before = signing.gpg.export(key);
        signing.gpg.revoke(key);

        assertThat(refused(signing.agreed(file, key), Fault.REVOKED)).startsWith("revoked key: Revoked");
        assertThat(SignatureVerifier.verifyInRelease(
                        file, Signing.keyrings(before, signing.gpg.export(key)), signing.now))
                .as("revoked in one of two files")
                .isInstanceOf(Refused.class);
    }

    @Test
    void verify_subkeyRevoked_isRevoked() throws Exception {
        var primary = signing.gpg.generate(MADE, "Subkey revoked", "ed25519", "cert", "never");
        var subkey = signing.gpg.addSubkey(MADE, primary, "ed25519", "sign", "never");
        var file = signing.clearSigned(subkey);
        signing.gpg.edit(primary, "key 1", "revkey", "y", "0", "", "y", "save");

        assertThat(refused(signing.agreed(file, primary), Fault.REVOKED)).startsWith("revoked subkey");
    }

    @Test
    void verify_sha1_isWeak() throws Exception {
        var file = signing.gpg.clearSign(SIGNED, bytes(RELEASE), List.of(other), "--digest-algo", "SHA1");

        assertThat(refused(signing.agreed(file, other), Fault.WEAK))
                .startsWith("signature with the weak digest SHA-1: Other");
    }

    @Test
    void verify_md5_isWeak() throws Exception {
        var file = signing.gpg.clearSign(
                SIGNED, bytes(RELEASE), List.of(other), "--digest-algo", "MD5", "--allow-weak-digest-algos");

        assertThat(refused(signing.agreed(file, other), Fault.WEAK))
                .startsWith("signature with the weak digest MD5: Other");
    }

    @Test
    void verify_twoSignaturesOneKnown_isGood() throws Exception {
        var file = signing.clearSigned(stranger, archive);

        assertThat(good(signing.agreed(file, archive)).key()).isEqualTo(new Fingerprint(archive));
    }

    @Test
    void verify_goodBesideExpired_isGood() throws Exception {
        var expired = signing.gpg.generate(MADE, "Expired beside", "ed25519", "sign", "1y");

        assertThat(good(signing.agreed(signing.clearSigned(expired, archive), expired, archive))
                        .key())
                .isEqualTo(new Fingerprint(archive));
    }

    @Test
    void verify_goodBesideBad_isBad() throws Exception {
        var good = signing.clearSigned(archive);
        var bad = signing.gpg.clearSign(SIGNED, bytes("Suite: other\n"), List.of(other));

        for (var file : List.of(text(good) + block(bad), message(good) + block(bad) + block(good))) {
            assertThat(refused(signing.agreed(unchanged(file), archive, other), Fault.BAD))
                    .startsWith("bad signature: Other");
        }
    }

    @Test
    void verify_goodBesideBadByUnknownKey_isGood() throws Exception {
        var good = signing.clearSigned(archive);
        var bad = signing.gpg.clearSign(SIGNED, bytes("Suite: other\n"), List.of(stranger));

        assertThat(signing.agreed(unchanged(text(good) + block(bad)), archive)).isInstanceOf(Good.class);
    }

    @Test
    void verify_allKnownAndNoneCounts_namesGravestFirst() throws Exception {
        var expired = signing.gpg.generate(MADE, "Expired of two", "ed25519", "sign", "1y");
        var revoked = signing.key("Revoked of two", "ed25519");
        var file = signing.clearSigned(expired, revoked, stranger);
        signing.gpg.revoke(revoked);

        var verdict = signing.agreed(file, expired, revoked);

        assertThat(verdict).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.fault()).isEqualTo(Fault.REVOKED);
            assertThat(refused.findings()).extracting(Finding::fault).containsExactly(Fault.REVOKED, Fault.EXPIRED);
        });
    }

    @Test
    void verify_onlySomeKeysCount_othersAreUnknown() throws Exception {
        var primary = signing.gpg.generate(MADE, "Narrowed", "ed25519", "cert", "never");
        var subkey = signing.gpg.addSubkey(MADE, primary, "ed25519", "sign", "never");
        var known = signing.known(archive, primary);
        var file = signing.clearSigned(subkey);

        assertThat(verify(file, known.only(Set.of(new Fingerprint(archive))))).isInstanceOf(UnknownKey.class);
        assertThat(verify(file, known.only(Set.of(new Fingerprint(primary))))).isInstanceOf(Good.class);
        assertThat(verify(file, known.only(Set.of(new Fingerprint(subkey))))).isInstanceOf(Good.class);
        assertThat(known.only(Set.of()).isEmpty()).isTrue();
    }

    @Test
    void verify_clockBehindTheSignature_isGood() throws Exception {
        var verdict =
                SignatureVerifier.verifyInRelease(signing.clearSigned(archive), signing.known(archive), Instant.EPOCH);

        assertThat(verdict).isInstanceOf(Good.class);
    }

    @Test
    void verifyDetached_armored_isGood() throws Exception {
        var signature = signing.gpg.detach(SIGNED, bytes(RELEASE), List.of(archive, stranger), "--armor");

        var verdict = signing.agreedDetached(bytes(RELEASE), signature, archive);

        assertThat(verdict).isInstanceOf(Good.class);
        assertThat(verdict.text()).contains(SignedText.of(bytes(RELEASE)));
    }

    @Test
    void verifyDetached_textMode_isGood() throws Exception {
        var signature = signing.gpg.detach(SIGNED, bytes(RELEASE), List.of(archive), "--armor", "--textmode");

        assertThat(signing.agreedDetached(bytes(RELEASE), signature, archive)).isInstanceOf(Good.class);
    }

    @Test
    void verifyDetached_binary_isGood() throws Exception {
        // apt does not take these, but a mirror may have them for other clients.
        var signature = signing.gpg.detach(SIGNED, bytes(RELEASE), List.of(archive));

        var verdict = SignatureVerifier.verifyDetached(bytes(RELEASE), signature, signing.known(archive), signing.now);

        assertThat(verdict).isInstanceOf(Good.class);
    }

    @Test
    void verifyDetached_releaseChanged_isBad() throws Exception {
        var signature = signing.gpg.detach(SIGNED, bytes(RELEASE), List.of(archive), "--armor");

        var verdict = signing.agreedDetached(bytes(RELEASE + "\n"), signature, archive);

        assertThat(refused(verdict, Fault.BAD)).startsWith("bad signature");
    }

    @Test
    void unsigned_release_keepsText() {
        assertThat(SignatureVerifier.unsigned(bytes(RELEASE)).text()).contains(SignedText.of(bytes(RELEASE)));
    }

    @Test
    void warmUp_here_findsItsSampleGood() throws Exception {
        SignatureVerifier.warmUp();

        assertThat(WarmUpSample.verify())
                .isInstanceOfSatisfying(
                        Good.class, good -> assertThat(good.signers()).hasSize(2));
    }

    private static SignatureVerdict verify(byte[] inRelease, Keyrings keyrings) {
        return SignatureVerifier.verifyInRelease(inRelease, keyrings, signing.now);
    }

    private static byte[] changed(byte[] inRelease) {
        return unchanged(text(inRelease).replace("Suite: stable", "Suite: stabel"));
    }

    /** The signature block of a clear-signed file. */
    private static String block(byte[] inRelease) {
        return text(inRelease).substring(text(inRelease).indexOf("-----BEGIN PGP SIGNATURE-----"));
    }

    private static String message(byte[] inRelease) {
        return text(inRelease).substring(0, text(inRelease).indexOf("-----BEGIN PGP SIGNATURE-----"));
    }

    private static Signer good(SignatureVerdict verdict) {
        assertThat(verdict).isInstanceOf(Good.class);
        return ((Good) verdict).signers().getFirst();
    }

    private static String refused(SignatureVerdict verdict, Fault fault) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.fault()).isEqualTo(fault));
        return verdict.summary();
    }
}
