package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Sets of octets the grammar of HTTP/1 speaks of (RFC 9110, 5.6; RFC 9112, 3). */
final class Octets {
    private static final byte TCHAR = 1;
    private static final byte TARGET = 2;
    private static final byte VALUE = 4;
    private static final byte[] CLASSES = new byte[256];

    static {
        for (int i = 0x21; i < 0x7f; i++) {
            CLASSES[i] |= TARGET | VALUE;
            if (Character.isLetterOrDigit(i) || "!#$%&'*+-.^_`|~".indexOf(i) >= 0) {
                CLASSES[i] |= TCHAR;
            }
        }
        for (int i = 0x80; i < 0x100; i++) {
            CLASSES[i] |= VALUE;
        }
        CLASSES[' '] |= VALUE;
        CLASSES['\t'] |= VALUE;
    }

    private Octets() {}

    static boolean isToken(ByteBuf in, int from, int to) {
        return from < to && all(in, from, to, TCHAR);
    }

    static boolean isToken(String text) {
        boolean token = !text.isEmpty();
        for (int i = 0; i < text.length(); i++) {
            token &= text.charAt(i) < 0x80 && (CLASSES[text.charAt(i)] & TCHAR) != 0;
        }
        return token;
    }

    static boolean isTokenOctet(byte octet) {
        return (CLASSES[octet & 0xff] & TCHAR) != 0;
    }

    /** Visible ASCII only: what a request target may be made of, before the router looks closer. */
    static boolean isTarget(ByteBuf in, int from, int to) {
        return from < to && all(in, from, to, TARGET);
    }

    /** No control character but HTAB: neither CR nor NUL can hide in a value. */
    static boolean isFieldValue(ByteBuf in, int from, int to) {
        return all(in, from, to, VALUE);
    }

    /** Whether these octets stand there; there are so many. */
    static boolean isText(ByteBuf in, int from, byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (in.getByte(from + i) != text[i]) {
                return false;
            }
        }
        return true;
    }

    static String text(ByteBuf in, int from, int to) {
        return in.toString(from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static boolean all(ByteBuf in, int from, int to, byte kind) {
        for (int i = from; i < to; i++) {
            if ((CLASSES[in.getByte(i) & 0xff] & kind) == 0) {
                return false;
            }
        }
        return true;
    }
}
