package org.aptheke.http;

import java.net.InetAddress;

/** Addresses as people and URIs write them: RFC 5952 for IPv6, without a zone. */
public final class AddressText {
    private AddressText() {}

    public static String of(InetAddress address) {
        return of(address.getAddress());
    }

    /** An address in network byte order, of 4 or 16 bytes. */
    public static String of(byte[] address) {
        return address.length == 4 ? dotted(address) : colons(address);
    }

    /** A host as it stands in a URI (RFC 3986, 3.2.2): an IPv6 address in brackets, all others as they are. */
    public static String inUri(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    /** The same with a port behind it. */
    public static String inUri(String host, int port) {
        return inUri(host) + ":" + port;
    }

    private static String dotted(byte[] address) {
        return (address[0] & 0xff) + "." + (address[1] & 0xff) + "." + (address[2] & 0xff) + "." + (address[3] & 0xff);
    }

    private static String colons(byte[] address) {
        int zerosFrom = -1;
        int zeros = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && group(address, end) == 0) {
                end++;
            }
            if (end - i > zeros) {
                zerosFrom = i;
                zeros = end - i;
            }
        }
        var text = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == zerosFrom) {
                text.append("::");
                i += zeros - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(group(address, i)));
            }
        }
        return text.toString();
    }

    private static int group(byte[] address, int index) {
        return (address[2 * index] & 0xff) << 8 | (address[2 * index + 1] & 0xff);
    }
}
