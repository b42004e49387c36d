package org.aptheke.ca;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Signs the certificates that intercepted clients see, for the names that its own certificate permits and for TLS
 * servers only. Immutable.
 */
final class CertificateAuthority {
    private static final Duration VALID = Duration.ofDays(3650);
    private static final Duration LEAF_VALID = Duration.ofDays(7);
    /** For clients whose clocks are slow. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final PermittedNames permitted;

    /** One that was made before. */
    CertificateAuthority(KeyedChain kept) {
        this.certificate = kept.certificate();
        this.key = kept.key();
        this.permitted = permittedBy(certificate);
    }

    /** A new one, for these names and no others. */
    static CertificateAuthority create(PermittedNames permitted, Instant now) {
        var keys = newKeys();
        // Two authorities have two names: a client that trusts both must not take one for the other.
        var name = new X500Principal("CN=Aptheke interception CA " + new BigInteger(32, RANDOM).toString(16));
        var period = new Period(now, VALID);
        try {
            var builder = builder(name, period, name, keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(Extension.nameConstraints, true, permitted.toExtension());
            var certificate = sign(builder, keys.getPrivate());
            return new CertificateAuthority(new KeyedChain(keys.getPrivate(), List.of(certificate)));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("making a certificate authority failed", e);
        }
    }

    static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no keys on the curve P-256", e);
        }
    }

    /**
     * Signs a certificate for a host, a name or an address.
     *
     * @throws IllegalArgumentException when the host is not permitted: no client would accept it
     */
    X509Certificate issue(String host, PublicKey leafKey, Instant now) {
        if (!permitted.permits(host)) {
            throw new IllegalArgumentException(host + " is not among the names this CA may sign for: " + permitted);
        }
        // Not the host: a common name that looks like one is held against the constraints on names, even where the
        // certificate is for an address.
        var subject = new X500Principal("CN=Intercepted by Aptheke");
        var period = new Period(now, LEAF_VALID);
        try {
            var builder = builder(certificate.getSubjectX500Principal(), period, subject, leafKey);
            var identifier = new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(generalName(host)));
            builder.addExtension(Extension.authorityKeyIdentifier, false, identifier);
            return sign(builder, key);
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("signing a certificate for " + host + " failed", e);
        }
    }

    X509Certificate certificate() {
        return certificate;
    }

    PermittedNames permitted() {
        return permitted;
    }

    /** With its key, to be kept. */
    KeyedChain keyed() {
        return new KeyedChain(key, List.of(certificate));
    }

    Instant validUntil() {
        return certificate.getNotAfter().toInstant();
    }

    /** Of the certificate, by SHA-256, as tools show it. */
    String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a fingerprint cannot be made", e);
        }
    }

    @Override
    public String toString() {
        return certificate.getSubjectX500Principal().getName();
    }

    private record Period(Date from, Date to) {
        Period(Instant now, Duration valid) {
            this(Date.from(now.minus(BACKDATED)), Date.from(now.plus(valid)));
        }
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Principal issuer, Period period, X500Principal subject, PublicKey key)
            throws CertIOException, GeneralSecurityException {
        // Positive and of at most 20 octets (RFC 5280, 4.1.2.2).
        var serial = new BigInteger(127, RANDOM).setBit(126);
        var builder = new JcaX509v3CertificateBuilder(issuer, serial, period.from(), period.to(), subject, key);
        var identifier = new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key);
        builder.addExtension(Extension.subjectKeyIdentifier, false, identifier);
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        return builder;
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws OperatorCreationException, GeneralSecurityException {
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static GeneralName generalName(String host) {
        return PermittedNames.address(host)
                .map(address -> new GeneralName(GeneralName.iPAddress, new DEROctetString(address.getAddress())))
                .orElseGet(() -> new GeneralName(GeneralName.dNSName, host.toLowerCase(Locale.ROOT)));
    }

    private static PermittedNames permittedBy(X509Certificate certificate) {
        try {
            var extension = new JcaX509CertificateHolder(certificate).getExtension(Extension.nameConstraints);
            var constraints = extension == null ? null : NameConstraints.getInstance(extension.getParsedValue());
            return constraints == null ? new PermittedNames(List.of(), List.of()) : PermittedNames.of(constraints);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read cannot be encoded", e);
        }
    }
}
