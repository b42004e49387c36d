package org.aptheke.main;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.aptheke.cli.StartFailure;
import org.aptheke.origin.Secret;

/** Reads secrets, certificates and keys from the files that the settings name. Failures never repeat what is in them. */
final class KeyFiles {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private KeyFiles() {}

    /** The first line of a file. */
    static Secret secret(Path file) throws StartFailure {
        String line = text(file).lines().findFirst().orElse("").strip();
        if (line.isEmpty()) {
            throw new StartFailure(file + ": the first line is to be a secret, and is empty");
        }
        return Secret.of(line);
    }

    static List<String> lines(Path file) throws StartFailure {
        return text(file).lines().toList();
    }

    /** The certificates of a PEM file, at least one. */
    static List<X509Certificate> certificates(Path file) throws StartFailure {
        byte[] bytes = text(file).getBytes(StandardCharsets.ISO_8859_1);
        try {
            var found = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes));
            if (found.isEmpty()) {
                throw new StartFailure(file + ": no certificate is in it; PEM is wanted");
            }
            return found.stream().map(X509Certificate.class::cast).toList();
        } catch (GeneralSecurityException e) {
            throw new StartFailure(file + ": no certificates, or damaged ones: " + e.getMessage(), e);
        }
    }

    /** The private key of a PEM file, in the form PKCS #8 and without a passphrase. */
    static PrivateKey privateKey(Path file) throws StartFailure {
        var pem = PKCS8.matcher(text(file));
        if (!pem.find()) {
            throw new StartFailure(
                    file + ": no private key of the form PKCS #8 without a passphrase is in it; openssl pkcs8"
                            + " -topk8 -nocrypt makes one");
        }
        var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (GeneralSecurityException e) {
                // Another kind of key.
            }
        }
        throw new StartFailure(file + ": the private key is of no known kind; RSA, EC and EdDSA are");
    }

    private static String text(Path file) throws StartFailure {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new StartFailure(file + ": the file does not exist", e);
        } catch (AccessDeniedException e) {
            throw new StartFailure(file + ": the file may not be read by this user", e);
        } catch (IOException e) {
            throw new StartFailure(file + ": the file cannot be read: " + e.getMessage(), e);
        }
    }
}
