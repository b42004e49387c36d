package org.aptheke.repo.openpgp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.PacketTags;

/**
 * A binary keyring cut into the packets of one certificate each, by the packets' lengths alone (RFC 9580, 4.2), so that
 * one that cannot be read does not cost the others. What breaks off is left out.
 */
final class PublicKeyPackets {
    private static final int NOWHERE = -1;

    private final byte[] bytes;
    private final List<byte[]> certificates = new ArrayList<>();
    private int at;
    private int begun = NOWHERE;
    private int broken = NOWHERE;

    private PublicKeyPackets(byte[] bytes) {
        this.bytes = bytes;
    }

    static PublicKeyPackets of(byte[] bytes) {
        var packets = new PublicKeyPackets(bytes);
        while (packets.at < bytes.length && packets.broken == NOWHERE) {
            packets.next();
        }
        return packets;
    }

    List<byte[]> certificates() {
        return certificates;
    }

    /** Where the bytes cease to be packets, in words. */
    Optional<String> trouble() {
        return broken == NOWHERE ? Optional.empty() : Optional.of("no OpenPGP packet at byte " + broken);
    }

    private void next() {
        int start = at;
        int first = bytes[at] & 0xff;
        if ((first & 0x80) == 0) {
            end(start);
            broken = start;
            return;
        }
        boolean old = (first & 0x40) == 0;
        int tag = old ? (first & 0x3f) >> 2 : first & 0x3f;
        at++;
        int length = old ? oldLength(first & 3) : newLength();
        if (length < 0 || length > bytes.length - at) {
            broken = start;
            return;
        }
        at += length;
        if (tag == PacketTags.PUBLIC_KEY || tag == PacketTags.SECRET_KEY) {
            end(start);
            begun = tag == PacketTags.PUBLIC_KEY ? start : NOWHERE;
        }
        if (at == bytes.length) {
            end(at);
        }
    }

    private void end(int position) {
        if (begun != NOWHERE) {
            certificates.add(Arrays.copyOfRange(bytes, begun, position));
        }
    }

    /** Negative when it is not said. */
    private int oldLength(int kind) {
        return kind == 3 ? -1 : number(1 << kind);
    }

    /** Negative when it is not there, or is said in parts, which keys are not. */
    private int newLength() {
        int first = number(1);
        if (first < 192) {
            return first;
        }
        if (first < 224) {
            int second = number(1);
            return second < 0 ? second : ((first - 192) << 8) + second + 192;
        }
        return first == 255 ? number(4) : -1;
    }

    private int number(int size) {
        if (size > bytes.length - at) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < size; i++) {
            number = (number << 8) | (bytes[at++] & 0xff);
        }
        return number;
    }
}
