package org.aptheke.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The key with which this instance signs what it exports. It is made when it is first needed, in a file that only the
 * user of the program can read. Safe for use by many threads.
 */
public final class SigningKey {
    static final String ALGORITHM = "Ed25519";

    static final int SIGNATURE_BYTES = 64;

    private static final String REMARK =
            "# Signs what this instance exports. Keep it secret: only the public part is for others.\n";
    private static final Pattern FORM =
            Pattern.compile("(?:#.*\\n)*private ([A-Za-z0-9+/=]+)\\npublic (ed25519:[A-Za-z0-9+/=]+)\\n");

    private final PrivateKey secret;
    private final ExporterKey open;

    private SigningKey(PrivateKey secret, ExporterKey open) {
        this.secret = secret;
        this.open = open;
    }

    /** The key in that file, which is made when there is none. */
    public static SigningKey in(Path file) throws IOException {
        synchronized (SigningKey.class) {
            if (!Files.exists(file)) {
                make(file);
            }
        }
        return read(file);
    }

    private static void make(Path file) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.createFile(fresh, mine);
        try {
            var pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            Files.writeString(
                    fresh,
                    REMARK + "private "
                            + Base64.getEncoder()
                                    .encodeToString(pair.getPrivate().getEncoded()) + "\npublic "
                            + ExporterKey.of(pair.getPublic()) + "\n",
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static SigningKey read(Path file) throws IOException {
        var text = FORM.matcher(Files.readString(file, StandardCharsets.UTF_8));
        var known = text.matches() ? ExporterKey.of(text.group(2)) : Optional.<ExporterKey>empty();
        if (known.isPresent()) {
            try {
                var encoded = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text.group(1)));
                var key = new SigningKey(KeyFactory.getInstance(ALGORITHM).generatePrivate(encoded), known.get());
                var probe = new byte[] {1};
                if (key.open.hasSigned(probe, key.sign(probe))) {
                    return key;
                }
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                // What is in the file is never repeated.
            }
        }
        throw new IOException(file + ": not a key for exports; remove it, and another is made at the next export");
    }

    /** The part that others are told. */
    public ExporterKey exporter() {
        return open;
    }

    byte[] sign(byte[] message) {
        try {
            var signer = Signature.getInstance(ALGORITHM);
            signer.initSign(secret);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key was used before", e);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "SigningKey[" + open + ", ***]";
    }
}
