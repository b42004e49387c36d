package org.aptheke.bundle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.aptheke.digest.Digest;
import org.aptheke.digest.Digester;

/**
 * How a list is signed: the second member has the key of who signed (32 bytes) and the signature (64 bytes). What is
 * signed is a text with the digest of the list, which says also what it is for.
 */
final class SignedList {
    static final String LIST = "list";
    static final String SIGNATURE = "list.sig";
    static final int SIGNATURE_BYTES = ExporterKey.BYTES + SigningKey.SIGNATURE_BYTES;

    private SignedList() {}

    /** The name of the member with a content. */
    static String memberOf(Digest content) {
        return "sha256/" + content.toHex();
    }

    static byte[] sign(SigningKey key, byte[] list) {
        var signature = key.sign(message(list));
        var member = Arrays.copyOf(key.exporter().toBytes(), SIGNATURE_BYTES);
        System.arraycopy(signature, 0, member, ExporterKey.BYTES, signature.length);
        return member;
    }

    /** Who says to have signed it. */
    static ExporterKey exporter(byte[] member) {
        return ExporterKey.of(Arrays.copyOf(member, ExporterKey.BYTES));
    }

    static boolean isRight(byte[] member, byte[] list) {
        var signature = Arrays.copyOfRange(member, ExporterKey.BYTES, SIGNATURE_BYTES);
        return exporter(member).hasSigned(message(list), signature);
    }

    private static byte[] message(byte[] list) {
        var digester = new Digester();
        digester.update(ByteBuffer.wrap(list));
        return ("aptheke bundle 1, SHA-256 of its list: " + digester.current().toHex())
                .getBytes(StandardCharsets.US_ASCII);
    }
}
