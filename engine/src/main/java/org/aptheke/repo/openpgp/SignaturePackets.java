package org.aptheke.repo.openpgp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.bcpg.UnsupportedPacketVersionException;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSignature;

/** Reads the signatures in one or more blocks. Bounded: each of them costs a computation with a large key later. */
final class SignaturePackets {
    private static final int MOST = 32;

    private final List<PGPSignature> signatures = new ArrayList<>();

    private SignaturePackets() {}

    static List<PGPSignature> ofArmored(List<byte[]> blocks) throws MalformedSignatureException {
        var packets = new SignaturePackets();
        for (byte[] block : blocks) {
            try (var armor = ArmoredInputStream.builder().build(new ByteArrayInputStream(block))) {
                packets.read(armor);
            } catch (IOException e) {
                throw broken(e);
            }
        }
        return packets.all();
    }

    static List<PGPSignature> ofBinary(byte[] bytes) throws MalformedSignatureException {
        var packets = new SignaturePackets();
        try {
            packets.read(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw broken(e);
        }
        return packets.all();
    }

    private void read(InputStream from) throws IOException, MalformedSignatureException {
        var packets = new BCPGInputStream(from);
        try {
            for (int tag = packets.nextPacketTag(); tag >= 0; tag = packets.nextPacketTag()) {
                if (tag != PacketTags.SIGNATURE) {
                    throw new MalformedSignatureException("a packet of type " + tag + " among the signatures");
                }
                add(packets);
            }
        } catch (PGPException | RuntimeException e) {
            // The library answers many kinds of nonsense with unchecked exceptions.
            throw broken(e);
        }
    }

    private void add(BCPGInputStream packets) throws IOException, PGPException, MalformedSignatureException {
        try {
            signatures.add(new PGPSignature(packets));
        } catch (UnsupportedPacketVersionException _) {
            // Not ours to judge; if there is no other, there is no signature.
            return;
        }
        if (signatures.size() > MOST) {
            throw new MalformedSignatureException("more than " + MOST + " signatures");
        }
    }

    private List<PGPSignature> all() throws MalformedSignatureException {
        if (signatures.isEmpty()) {
            throw new MalformedSignatureException("no signature of a known kind");
        }
        return signatures;
    }

    private static MalformedSignatureException broken(Exception cause) {
        return new MalformedSignatureException("the signature cannot be read: " + cause.getMessage(), cause);
    }
}
