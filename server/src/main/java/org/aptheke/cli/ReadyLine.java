package org.aptheke.cli;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aptheke.config.AddressText;

/** The line that {@code serve} prints when clients are served. Scripts wait for it: its form does not change. */
final class ReadyLine {
    private ReadyLine() {}

    static String of(String version, Running running, Path data) {
        String urls = Stream.concat(
                        running.addresses().stream().map(address -> url("http", address)),
                        running.tlsAddresses().stream().map(address -> url("https", address)))
                .collect(Collectors.joining(", "));
        return "aptheke " + version + " serves " + urls + " from " + data;
    }

    private static String url(String scheme, InetSocketAddress address) {
        return scheme + "://" + host(address.getAddress()) + ":" + address.getPort();
    }

    /** The wildcard is not an address that can be called. */
    private static String host(InetAddress address) {
        if (address.isAnyLocalAddress()) {
            return "127.0.0.1";
        }
        String text = AddressText.of(address);
        return address instanceof Inet6Address ? "[" + text + "]" : text;
    }
}
