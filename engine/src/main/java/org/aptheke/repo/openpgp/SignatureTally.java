package org.aptheke.repo.openpgp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.DSAPublicBCPGKey;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.bcpg.RSAPublicBCPGKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;

/** The signatures over one text, judged one by one, and the verdict that they add up to. For one thread. */
final class SignatureTally {
    /** Of shorter keys some have been factored with modest means. gpgv knows no limit, newer apt asks for 2048 bits. */
    private static final int LEAST_BITS = 1024;

    private final byte[] text;
    private final Keyrings keyrings;
    private final Instant now;
    private final List<Signer> good = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<KeyId> unknown = new ArrayList<>();

    SignatureTally(byte[] text, Keyrings keyrings, Instant now) {
        this.text = text;
        this.keyrings = keyrings;
        this.now = now;
    }

    void add(PGPSignature signature) {
        var candidates = candidates(signature);
        if (candidates.isEmpty()) {
            unknown.add(new KeyId(signature.getKeyID()));
            return;
        }
        var doubts = new ArrayList<Finding>();
        for (var candidate : candidates) {
            var claim = new Claim(signature, candidate);
            var doubt = claim.doubt();
            if (doubt.isEmpty()) {
                good.add(claim.signer());
                return;
            }
            doubts.add(doubt.get());
        }
        // More than one only when two files have certificates with the same key that do not go together.
        findings.add(doubts.getLast());
    }

    SignatureVerdict verdict(SignedText signed) {
        boolean spoiled = findings.stream().anyMatch(finding -> finding.fault() == Fault.BAD);
        if (!spoiled && !good.isEmpty()) {
            return new SignatureVerdict.Good(good, signed);
        }
        findings.sort(Comparator.comparing(Finding::fault));
        return findings.isEmpty()
                ? new SignatureVerdict.UnknownKey(unknown, signed)
                : new SignatureVerdict.Refused(findings.getFirst().fault(), findings, signed);
    }

    /** The known keys that the signature says it is by: by fingerprint if it gives one, else by the short name. */
    private List<Keyrings.Entry> candidates(PGPSignature signature) {
        var identifiers = signature.getKeyIdentifiers();
        boolean exact = identifiers.stream().anyMatch(SignatureTally::isExact);
        return identifiers.stream()
                .filter(identifier -> !identifier.isWildcard() && isExact(identifier) == exact)
                .distinct()
                .flatMap(identifier -> keyrings.find(new KeyId(identifier.getKeyId())).stream()
                        .filter(entry ->
                                !exact || identifier.hasFingerprint(entry.key().toBytes())))
                .distinct()
                .toList();
    }

    private static boolean isExact(KeyIdentifier identifier) {
        return identifier.getFingerprint() != null;
    }

    /** One signature, and a key that it says it is by. */
    private final class Claim {
        private final PGPSignature signature;
        private final Keyrings.Entry entry;
        private final PGPPublicKey key;
        private final CertificateCheck certificate;

        Claim(PGPSignature signature, Keyrings.Entry entry) {
            this.signature = signature;
            this.entry = entry;
            var ring = entry.certificate().open();
            key = ring.getPublicKey(entry.key().toBytes());
            certificate = new CertificateCheck(ring, moment());
        }

        Signer signer() {
            return new Signer(
                    entry.key(), entry.certificate().primary(), certificate.userId(), signedAt(), entry.places());
        }

        Optional<Finding> doubt() {
            return doubtOfSignature()
                    .or(() -> certificate
                            .objection(key)
                            .map(objection -> new Finding(objection.fault(), signer(), objection.detail())));
        }

        private Optional<Finding> doubtOfSignature() {
            int type = signature.getSignatureType();
            if (type != PGPSignature.BINARY_DOCUMENT && type != PGPSignature.CANONICAL_TEXT_DOCUMENT) {
                return finding(Fault.BAD, "not a signature over a text");
            }
            boolean strong = SignatureMath.hasStrongDigest(signature);
            if (!SignatureMath.fitsText(signature, key, text)) {
                return finding(Fault.BAD, "bad signature");
            }
            if (SignatureMath.demandsMore(signature)) {
                return finding(Fault.BAD, "signature with a demand that is not understood");
            }
            if (!strong) {
                return finding(Fault.WEAK, "signature with the weak digest " + SignatureMath.digestName(signature));
            }
            if (isMeasuredInBits() && key.getBitStrength() < LEAST_BITS) {
                return finding(Fault.WEAK, "signature with a key of " + key.getBitStrength() + " bits");
            }
            return expired();
        }

        /** Those on elliptic curves are as strong with far fewer. */
        private boolean isMeasuredInBits() {
            var parameters = key.getPublicKeyPacket().getKey();
            return parameters instanceof RSAPublicBCPGKey || parameters instanceof DSAPublicBCPGKey;
        }

        private Optional<Finding> expired() {
            var said = signature.getHashedSubPackets();
            long seconds = said == null ? 0 : said.getSignatureExpirationTime();
            var end = signedAt().plusSeconds(seconds);
            return seconds == 0 || end.isAfter(now)
                    ? Optional.empty()
                    : finding(Fault.EXPIRED, "expired signature (" + end + ")");
        }

        private Optional<Finding> finding(Fault fault, String detail) {
            return Optional.of(new Finding(fault, signer(), detail));
        }

        private Instant signedAt() {
            return signature.getCreationTime().toInstant();
        }

        /** A clock that is behind the signature is not believed; else a cache with a dead battery would refuse all. */
        private Instant moment() {
            return signedAt().isAfter(now) ? signedAt() : now;
        }
    }
}
