package org.aptheke.repo.openpgp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/**
 * The public keys of one file, binary ({@code .gpg}, {@code .pgp}) or armored ({@code .asc}); which of the two, the bytes
 * tell and not the name. Immutable.
 */
public final class Keyring {
    private static final String BEGIN = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
    private static final String END = "-----END PGP PUBLIC KEY BLOCK-----";
    private static final byte[] KEYBOX = "KBXf".getBytes(StandardCharsets.US_ASCII);
    private static final int KEYBOX_AT = 8;

    private final List<Certificate> certificates = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    private Keyring() {}

    /**
     * Reads a keyring. A key that cannot be read or used is skipped.
     *
     * @throws KeyringFormatException when the bytes are not a keyring at all, or nothing in them can be read
     */
    public static Keyring parse(byte[] bytes) throws KeyringFormatException {
        var keyring = new Keyring();
        if (bytes.length == 0) {
            throw new KeyringFormatException("the file is empty");
        }
        if (isKeybox(bytes)) {
            throw new KeyringFormatException(
                    "a keybox of GnuPG, which apt cannot read either; write its keys out with gpg --export");
        }
        if ((bytes[0] & 0x80) != 0) {
            keyring.readBinary(bytes);
        } else {
            keyring.readArmored(bytes);
        }
        if (keyring.certificates.isEmpty()) {
            throw new KeyringFormatException(
                    keyring.skipped.isEmpty() ? "no public key in it" : String.join("; ", keyring.skipped));
        }
        return keyring;
    }

    /** The fingerprints of the primary keys. */
    public List<Fingerprint> fingerprints() {
        return certificates.stream().map(Certificate::primary).toList();
    }

    /** What in the file could not be used, in words. */
    public List<String> skipped() {
        return List.copyOf(skipped);
    }

    List<Certificate> certificates() {
        return List.copyOf(certificates);
    }

    private static boolean isKeybox(byte[] bytes) {
        int end = KEYBOX_AT + KEYBOX.length;
        return bytes.length >= end && Arrays.equals(bytes, KEYBOX_AT, end, KEYBOX, 0, KEYBOX.length);
    }

    /** One or more blocks; whatever stands around them is a comment. */
    private void readArmored(byte[] bytes) throws KeyringFormatException {
        var lines = new TrimmedLines(bytes);
        boolean any = false;
        while (lines.advance()) {
            if (lines.is(BEGIN)) {
                any = true;
                readBlock(lines);
            }
        }
        if (!any) {
            throw new KeyringFormatException("neither a binary nor an armored OpenPGP keyring");
        }
    }

    private void readBlock(TrimmedLines lines) {
        var block = new ByteArrayOutputStream();
        block.writeBytes((BEGIN + "\n").getBytes(StandardCharsets.US_ASCII));
        boolean ended = false;
        while (!ended && lines.advance()) {
            lines.copyTo(block, 0);
            ended = lines.is(END);
        }
        if (!ended) {
            skipped.add("a key block breaks off");
            return;
        }
        try (var armor = ArmoredInputStream.builder().build(new ByteArrayInputStream(block.toByteArray()))) {
            readBinary(armor.readAllBytes());
        } catch (IOException | RuntimeException e) {
            skipped.add("a key block cannot be read: " + said(e));
        }
    }

    private void readBinary(byte[] bytes) {
        var packets = PublicKeyPackets.of(bytes);
        packets.certificates().forEach(this::add);
        packets.trouble().ifPresent(skipped::add);
    }

    private void add(byte[] packets) {
        try {
            certificates.add(Certificate.of(new PGPPublicKeyRing(packets, new BcKeyFingerprintCalculator())));
        } catch (IOException | PGPException | RuntimeException e) {
            // The library answers many kinds of nonsense with unchecked exceptions.
            skipped.add("a key cannot be read: " + said(e));
        }
    }

    private static String said(Exception e) {
        var message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
