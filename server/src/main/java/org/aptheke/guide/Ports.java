package org.aptheke.guide;

import java.net.InetSocketAddress;
import java.util.List;

/** On which ports clients are served, in plain and by TLS. */
public record Ports(List<Integer> plain, List<Integer> tls) {
    public Ports {
        plain = List.copyOf(plain);
        tls = List.copyOf(tls);
    }

    /** The ports of these addresses. */
    public static Ports of(List<InetSocketAddress> plain, List<InetSocketAddress> tls) {
        return new Ports(of(plain), of(tls));
    }

    private static List<Integer> of(List<InetSocketAddress> addresses) {
        return addresses.stream()
                .map(InetSocketAddress::getPort)
                .filter(port -> port > 0)
                .distinct()
                .toList();
    }

    public int plainOr(int otherwise) {
        return plain.isEmpty() ? otherwise : plain.getFirst();
    }
}
