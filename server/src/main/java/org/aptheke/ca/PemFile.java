package org.aptheke.ca;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;

/** Certificates and private keys in the textual form that all tools use (RFC 7468). */
public final class PemFile {
    private static final byte[] PROBE = {'a', 'p', 't', 'h', 'e', 'k', 'e'};

    private PemFile() {}

    /**
     * A certificate with its chain from one file, its key from another or from the same.
     *
     * @throws IOException when a file cannot be read, has not what it should have, or the two do not belong together;
     *     the message names the file
     */
    public static KeyedChain read(Path certificate, Path key) throws IOException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Object each : objects(certificate)) {
            if (each instanceof X509CertificateHolder holder) {
                chain.add(converted(certificate, holder));
            }
        }
        if (chain.isEmpty()) {
            throw new IOException(certificate + ": there is no certificate (BEGIN CERTIFICATE) in it");
        }
        var keyed = new KeyedChain(privateKey(key), chain);
        if (!belongTogether(keyed.key(), keyed.certificate().getPublicKey())) {
            throw new IOException(key + ": not the key of the first certificate in " + certificate);
        }
        return keyed;
    }

    /** Certificates one after the other. */
    static String text(List<X509Certificate> certificates) {
        return certificates.stream().map(PemFile::text).reduce("", String::concat);
    }

    /** The certificates, then the key without a passphrase: to be kept where nobody else reads. */
    static String text(KeyedChain keyed) {
        try {
            return text(keyed.chain()) + written(new JcaPKCS8Generator(keyed.key(), null));
        } catch (IOException e) {
            throw new UncheckedIOException("in memory", e);
        }
    }

    private static String text(X509Certificate certificate) {
        try {
            return written(new JcaMiscPEMGenerator(certificate));
        } catch (IOException e) {
            throw new UncheckedIOException("in memory", e);
        }
    }

    private static String written(PemObjectGenerator object) throws IOException {
        var text = new StringWriter();
        try (var writer = new PemWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    private static PrivateKey privateKey(Path file) throws IOException {
        for (Object each : objects(file)) {
            var info = privateKeyInfo(file, each);
            if (info.isPresent()) {
                return new JcaPEMKeyConverter().getPrivateKey(info.get());
            }
        }
        throw new IOException(file + ": there is no private key in it");
    }

    /** The forms that tools write: PKCS #8, and the older ones of RSA and EC keys. */
    private static Optional<PrivateKeyInfo> privateKeyInfo(Path file, Object object) throws IOException {
        return switch (object) {
            case PrivateKeyInfo info -> Optional.of(info);
            case PEMKeyPair pair -> Optional.of(pair.getPrivateKeyInfo());
            case PKCS8EncryptedPrivateKeyInfo _, PEMEncryptedKeyPair _ ->
                throw new IOException(file + ": the key has a passphrase; a key without one is needed");
            default -> Optional.empty();
        };
    }

    private static List<Object> objects(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IOException(file + ": cannot be read: " + e.getClass().getSimpleName(), e);
        }
        try (Reader reader = new StringReader(text);
                var parser = new PEMParser(reader)) {
            List<Object> objects = new ArrayList<>();
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                objects.add(next);
            }
            return objects;
        } catch (IOException | RuntimeException e) {
            throw new IOException(file + ": not readable as PEM: " + e.getMessage(), e);
        }
    }

    private static X509Certificate converted(Path file, X509CertificateHolder holder) throws IOException {
        try {
            return new JcaX509CertificateConverter().getCertificate(holder);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": a certificate in it cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whether one verifies what the other signs. */
    private static boolean belongTogether(PrivateKey key, PublicKey certified) throws IOException {
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (java.security.InvalidKeyException | java.security.SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IOException("keys of the kind " + key.getAlgorithm() + " are not known here", e);
        }
    }
}
