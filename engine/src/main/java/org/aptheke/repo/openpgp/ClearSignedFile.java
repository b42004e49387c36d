package org.aptheke.repo.openpgp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An {@code InRelease} taken apart by the rules of apt's {@code SplitClearSignedFile}, so that what is read here is what
 * apt reads: the message begins with the first line of the file, the signatures end with the last, and a line of text
 * that begins with a dash is escaped.
 */
final class ClearSignedFile {
    private static final String BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----";

    private final byte[] text;
    private final List<byte[]> signatures;

    private ClearSignedFile(byte[] text, List<byte[]> signatures) {
        this.text = text;
        this.signatures = signatures;
    }

    static ClearSignedFile split(byte[] file) throws MalformedSignatureException {
        var lines = new TrimmedLines(file);
        skipHead(lines);
        var text = text(lines);
        var signatures = new ArrayList<byte[]>();
        signatures.add(SignatureArmor.rest(lines));
        signatures.addAll(SignatureArmor.blocks(lines));
        return new ClearSignedFile(text, signatures);
    }

    SignedText text() {
        return SignedText.of(text);
    }

    /** What the signatures are about: the end of the last line is not signed (RFC 9580, 7.2). */
    byte[] signedBytes() {
        return Arrays.copyOf(text, Math.max(0, text.length - 1));
    }

    List<byte[]> signatures() {
        return signatures;
    }

    private static void skipHead(TrimmedLines lines) throws MalformedSignatureException {
        if (!lines.advance()) {
            throw new MalformedSignatureException("the file is empty");
        }
        if (!lines.is(BEGIN)) {
            while (lines.advance()) {
                if (lines.is(BEGIN)) {
                    throw new MalformedSignatureException("text before the signed message");
                }
            }
            throw new MalformedSignatureException("not a signed message");
        }
        while (lines.advance()) {
            if (lines.isEmpty()) {
                return;
            }
            if (lines.startsWith("-")) {
                throw new MalformedSignatureException("a line that begins with a dash, before the text");
            }
        }
        throw new MalformedSignatureException("the message breaks off before its text");
    }

    private static byte[] text(TrimmedLines lines) throws MalformedSignatureException {
        var text = new ByteArrayOutputStream();
        while (lines.advance()) {
            if (lines.is(SignatureArmor.BEGIN)) {
                return text.toByteArray();
            }
            if (lines.contains('\r')) {
                // Where a line ends is not agreed upon between programs then.
                throw new MalformedSignatureException("a carriage return within a line");
            }
            boolean escaped = lines.startsWith("- ");
            if (!escaped && lines.startsWith("-")) {
                throw new MalformedSignatureException("a line of the text that begins with a dash");
            }
            lines.copyTo(text, escaped ? 2 : 0);
        }
        throw new MalformedSignatureException("the message breaks off before its signature");
    }
}
