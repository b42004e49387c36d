package org.aptheke.repo.openpgp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Cuts armored signatures out of lines, as strictly as apt: nothing may stand before, between or behind them. */
final class SignatureArmor {
    static final String BEGIN = "-----BEGIN PGP SIGNATURE-----";
    private static final String END = "-----END PGP SIGNATURE-----";

    private SignatureArmor() {}

    /** All the blocks that the remaining lines are made of. */
    static List<byte[]> blocks(TrimmedLines lines) throws MalformedSignatureException {
        var blocks = new ArrayList<byte[]>();
        while (lines.advance()) {
            if (!lines.is(BEGIN)) {
                throw new MalformedSignatureException("a line outside of the signature");
            }
            blocks.add(rest(lines));
        }
        return blocks;
    }

    /** The block whose first line was just read. */
    static byte[] rest(TrimmedLines lines) throws MalformedSignatureException {
        var block = new ByteArrayOutputStream();
        block.writeBytes((BEGIN + "\n").getBytes(StandardCharsets.US_ASCII));
        while (lines.advance()) {
            boolean last = lines.is(END);
            if (!last && lines.startsWith("-")) {
                throw new MalformedSignatureException("a line that begins with a dash, within the signature");
            }
            lines.copyTo(block, 0);
            if (last) {
                return block.toByteArray();
            }
        }
        throw new MalformedSignatureException("the signature breaks off");
    }
}
