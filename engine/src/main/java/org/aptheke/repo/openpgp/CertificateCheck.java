package org.aptheke.repo.openpgp;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.bcpg.UnsupportedPacketVersionException;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate says of its own keys at one moment: which of them may sign. As in gpgv, the moment is that of the
 * check and not that of the signature: the newest valid statement of the owner holds, so that a key whose expiry was
 * moved after it signed still counts, and a revocation holds whatever its date. For one thread.
 */
final class CertificateCheck {
    /** Why a key may not sign. */
    record Objection(Fault fault, String detail) {}

    /** A name of the owner, and the newest self-signature over it. */
    private record UserId(String name, PGPSignature certification) {}

    private final PGPPublicKey primary;
    private final Instant moment;
    private final List<UserId> userIds = new ArrayList<>();

    /** What the owner says of the primary key: over the key itself, then over the names; the first that says it holds. */
    private final List<PGPSignature> statements;

    CertificateCheck(PGPPublicKeyRing ring, Instant moment) {
        this.primary = ring.getPublicKey();
        this.moment = moment;
        primary.getRawUserIDs().forEachRemaining(this::addUserId);
        this.statements = statements();
    }

    /** The name that the owner prefers, or else the one confirmed last; empty when none is valid. */
    String userId() {
        return userIds.stream()
                .max(Comparator.<UserId, Boolean>comparing(
                                id -> id.certification().getHashedSubPackets().isPrimaryUserID())
                        .thenComparing(id -> id.certification().getCreationTime()))
                .map(UserId::name)
                .orElse("");
    }

    Optional<Objection> objection(PGPPublicKey key) {
        return primaryObjection().or(() -> key.isMasterKey() ? primaryMayNotSign() : subkeyObjection(key));
    }

    private Optional<Objection> primaryObjection() {
        boolean revoked = ofType(primary, PGPSignature.KEY_REVOCATION)
                .anyMatch(signature -> SignatureMath.fitsKey(signature, primary));
        if (revoked) {
            return objection(Fault.REVOKED, "revoked key");
        }
        if (statements.isEmpty()) {
            return objection(Fault.UNUSABLE, "key without a valid self-signature");
        }
        long seconds = said(SignatureSubpacketTags.KEY_EXPIRE_TIME)
                .map(PGPSignatureSubpacketVector::getKeyExpirationTime)
                .orElse(0L);
        return expired("expired key", primary, seconds);
    }

    private Optional<Objection> primaryMayNotSign() {
        return said(SignatureSubpacketTags.KEY_FLAGS)
                .filter(CertificateCheck::forbidsSigning)
                .map(said -> notForSigning());
    }

    private Optional<Objection> subkeyObjection(PGPPublicKey subkey) {
        boolean revoked = ofType(subkey, PGPSignature.SUBKEY_REVOCATION)
                .anyMatch(signature -> SignatureMath.fitsPair(signature, primary, primary, subkey));
        if (revoked) {
            return objection(Fault.REVOKED, "revoked subkey");
        }
        var binding = newest(
                ofType(subkey, PGPSignature.SUBKEY_BINDING),
                signature -> SignatureMath.fitsPair(signature, primary, primary, subkey));
        if (binding.isEmpty()) {
            return objection(Fault.UNUSABLE, "subkey that its primary key does not confirm");
        }
        var said = binding.get().getHashedSubPackets();
        if (forbidsSigning(said)) {
            return Optional.of(notForSigning());
        }
        if (!confirms(subkey, binding.get())) {
            return objection(Fault.UNUSABLE, "subkey that does not confirm its primary key");
        }
        return expired("expired subkey", subkey, said.getKeyExpirationTime());
    }

    /** Without this anybody could bind another's signing key to a certificate of his own (RFC 9580, 5.2.1.8). */
    private boolean confirms(PGPPublicKey subkey, PGPSignature binding) {
        return Stream.of(binding.getHashedSubPackets(), binding.getUnhashedSubPackets())
                .flatMap(CertificateCheck::embedded)
                .filter(signature -> signature.getSignatureType() == PGPSignature.PRIMARYKEY_BINDING)
                .anyMatch(signature -> SignatureMath.fitsPair(signature, subkey, primary, subkey));
    }

    private List<PGPSignature> statements() {
        var overKey = newest(
                ofType(primary, PGPSignature.DIRECT_KEY), signature -> SignatureMath.fitsKey(signature, primary));
        var overName =
                userIds.stream().map(UserId::certification).max(Comparator.comparing(PGPSignature::getCreationTime));
        return Stream.concat(overKey.stream(), overName.stream()).toList();
    }

    /** What the owner says about something; empty when nothing is said. */
    private Optional<PGPSignatureSubpacketVector> said(int about) {
        return statements.stream()
                .map(PGPSignature::getHashedSubPackets)
                .filter(said -> said.hasSubpacket(about))
                .findFirst();
    }

    private void addUserId(byte[] name) {
        var signatures = stream(primary.getSignaturesForID(name)).toList();
        boolean revoked = signatures.stream()
                .filter(signature -> signature.getSignatureType() == PGPSignature.CERTIFICATION_REVOCATION)
                .anyMatch(signature -> isOwn(signature) && SignatureMath.fitsName(signature, primary, name));
        if (!revoked) {
            newest(
                            signatures.stream().filter(PGPSignature::isCertification),
                            signature -> isOwn(signature) && SignatureMath.fitsName(signature, primary, name))
                    .ifPresent(certification -> userIds.add(new UserId(printable(name), certification)));
        }
    }

    /** The newest that is effective and fits; the costly question is asked last. */
    private Optional<PGPSignature> newest(Stream<PGPSignature> signatures, Predicate<PGPSignature> fits) {
        return signatures
                .filter(signature -> signature.getVersion() >= 4 && isEffective(signature))
                .sorted(Comparator.comparing(PGPSignature::getCreationTime).reversed())
                .filter(fits)
                .findFirst();
    }

    private boolean isEffective(PGPSignature signature) {
        var created = signature.getCreationTime().toInstant();
        long seconds = signature.getHashedSubPackets().getSignatureExpirationTime();
        return !created.isAfter(moment)
                && (seconds == 0 || created.plusSeconds(seconds).isAfter(moment));
    }

    /** Most signatures over names are by other people, whose keys are not at hand. */
    private boolean isOwn(PGPSignature signature) {
        return signature.getKeyID() == primary.getKeyID();
    }

    private Optional<Objection> expired(String what, PGPPublicKey key, long seconds) {
        var end = key.getCreationTime().toInstant().plusSeconds(seconds);
        return seconds == 0 || end.isAfter(moment)
                ? Optional.empty()
                : objection(Fault.EXPIRED, what + " (" + end + ")");
    }

    /** Old keys do not say what they are for; then they are for everything. */
    private static boolean forbidsSigning(PGPSignatureSubpacketVector said) {
        return said.hasSubpacket(SignatureSubpacketTags.KEY_FLAGS) && (said.getKeyFlags() & KeyFlags.SIGN_DATA) == 0;
    }

    private static Stream<PGPSignature> embedded(PGPSignatureSubpacketVector part) {
        try {
            return stream(part.getEmbeddedSignatures().iterator());
        } catch (PGPException | UnsupportedPacketVersionException _) {
            return Stream.of();
        }
    }

    private static Objection notForSigning() {
        return new Objection(Fault.UNUSABLE, "key that is not for signing");
    }

    private static Optional<Objection> objection(Fault fault, String detail) {
        return Optional.of(new Objection(fault, detail));
    }

    private static Stream<PGPSignature> ofType(PGPPublicKey key, int type) {
        return stream(key.getSignaturesOfType(type));
    }

    private static Stream<PGPSignature> stream(@Nullable Iterator<PGPSignature> signatures) {
        var all = new ArrayList<PGPSignature>();
        if (signatures != null) {
            signatures.forEachRemaining(all::add);
        }
        return all.stream();
    }

    /** As UTF-8 if it is, and nothing that could forge a line of a log. */
    private static String printable(byte[] name) {
        return new String(name, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    }
}
