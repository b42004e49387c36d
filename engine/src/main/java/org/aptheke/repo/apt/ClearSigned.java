package org.aptheke.repo.apt;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A clear-signed file such as {@code InRelease} (RFC 9580, 7), split into what is signed and the signatures. The bytes are
 * for reading; whether a signature fits is another matter. Immutable.
 *
 * <p>As strict as apt, and where apt is: the frame must be the first and the last of the file, and between its parts no
 * line may start with a dash that the format does not have there. Otherwise this reader and a verifier might take
 * different parts of the file for the signed one.
 */
public final class ClearSigned {
    private static final String MESSAGE = "-----BEGIN PGP SIGNED MESSAGE-----";
    private static final String SIGNATURE = "-----BEGIN PGP SIGNATURE-----";
    private static final String SIGNATURE_END = "-----END PGP SIGNATURE-----";

    private final byte[] payload;
    private final byte[] signatures;

    private ClearSigned(byte[] payload, byte[] signatures) {
        this.payload = payload;
        this.signatures = signatures;
    }

    /**
     * Splits the remaining bytes; empty when they are not clear-signed at all.
     *
     * @throws MalformedMetadataException when there is a clear-signed part but not from the first line to the last
     */
    public static Optional<ClearSigned> split(ByteBuffer file) throws MalformedMetadataException {
        var lines = new Lines(file);
        if (!lines.next()) {
            return Optional.empty();
        }
        if (!lines.is(MESSAGE)) {
            while (lines.next()) {
                if (lines.is(MESSAGE)) {
                    throw lines.refused("there is text before the signed message");
                }
            }
            return Optional.empty();
        }
        skipHeaders(lines);
        byte[] payload = readPayload(lines);
        return Optional.of(new ClearSigned(payload, readSignatures(lines)));
    }

    /** What is signed, without the dashes of the format and without blanks at the ends of lines. */
    public ByteBuffer payload() {
        return ByteBuffer.wrap(payload).asReadOnlyBuffer();
    }

    /** The signatures in their armor, one or several. */
    public ByteBuffer signatures() {
        return ByteBuffer.wrap(signatures).asReadOnlyBuffer();
    }

    /** {@code Hash: SHA256} and the like, up to an empty line. */
    private static void skipHeaders(Lines lines) throws MalformedMetadataException {
        do {
            lines.expect();
            if (lines.startsWith("-")) {
                throw lines.refused("a line of the header starts with a dash");
            }
        } while (!lines.isEmpty());
    }

    private static byte[] readPayload(Lines lines) throws MalformedMetadataException {
        var payload = new ByteArrayOutputStream();
        for (lines.expect(); !lines.is(SIGNATURE); lines.expect()) {
            int escaped = lines.startsWith("- ") ? 2 : 0;
            if (escaped == 0 && lines.startsWith("-")) {
                throw lines.refused("a line of the message starts with a dash");
            }
            lines.writeTo(payload, escaped);
        }
        return payload.toByteArray();
    }

    private static byte[] readSignatures(Lines lines) throws MalformedMetadataException {
        var signatures = new ByteArrayOutputStream();
        lines.writeTo(signatures, 0);
        boolean open = true;
        while (lines.next()) {
            if (open && lines.is(SIGNATURE_END)) {
                open = false;
            } else if (open && lines.startsWith("-")) {
                throw lines.refused("a line of the signature starts with a dash");
            } else if (!open && !lines.is(SIGNATURE)) {
                throw lines.refused("there is text behind the signature");
            } else {
                open = true;
            }
            lines.writeTo(signatures, 0);
        }
        if (open) {
            throw lines.refused("the signature has no end");
        }
        return signatures.toByteArray();
    }

    /** The lines of the file, without the blanks at their ends. */
    private static final class Lines {
        private final byte[] bytes;
        private int next;
        private int start;
        private int end;
        private int number;

        Lines(ByteBuffer file) {
            bytes = new byte[file.remaining()];
            file.duplicate().get(bytes);
        }

        boolean next() {
            if (next >= bytes.length) {
                return false;
            }
            start = next;
            end = start;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            next = end + 1;
            while (end > start && isBlank(bytes[end - 1])) {
                end--;
            }
            number++;
            return true;
        }

        void expect() throws MalformedMetadataException {
            if (!next()) {
                throw refused("the clear-signed message has no end");
            }
        }

        boolean isEmpty() {
            return start == end;
        }

        boolean is(String line) {
            return end - start == line.length() && startsWith(line);
        }

        boolean startsWith(String prefix) {
            boolean same = end - start >= prefix.length();
            for (int i = 0; same && i < prefix.length(); i++) {
                same = bytes[start + i] == prefix.charAt(i);
            }
            return same;
        }

        void writeTo(ByteArrayOutputStream out, int skipped) {
            out.write(bytes, start + skipped, end - start - skipped);
            out.write('\n');
        }

        MalformedMetadataException refused(String why) {
            return new MalformedMetadataException("line " + number + ": " + why);
        }

        private static boolean isBlank(byte octet) {
            return octet == ' ' || octet == '\t' || octet == '\r';
        }
    }
}
