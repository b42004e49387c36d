package org.aptheke.announce;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** At which addresses of the machine neighbours can reach what listens, one for each network. Immutable. */
public final class Places {
    private static final Logger LOG = LoggerFactory.getLogger(Places.class);

    /** A machine with more networks than this is one for containers, which have theirs told otherwise. */
    private static final int MOST = 16;

    private final List<InetSocketAddress> listening;
    private final boolean loopbackToo;

    /**
     * Places that are looked for anew each time.
     *
     * @param loopbackToo whether the machine itself counts as a neighbour, where it is named
     */
    public Places(List<InetSocketAddress> listening, boolean loopbackToo) {
        this.listening = List.copyOf(listening);
        this.loopbackToo = loopbackToo;
    }

    /** Whether there may ever be any. */
    public boolean isNone() {
        return listening.stream().map(InetSocketAddress::getAddress).noneMatch(this::concernsOthers);
    }

    private boolean concernsOthers(InetAddress address) {
        return loopbackToo || !address.isLoopbackAddress();
    }

    Set<InetAddress> find() {
        var found = new LinkedHashSet<InetAddress>();
        for (var socket : listening) {
            var address = socket.getAddress();
            if (address.isAnyLocalAddress()) {
                networks().forEach(found::add);
            } else if (concernsOthers(address)) {
                found.add(address);
            }
        }
        return found.stream().limit(MOST).collect(LinkedHashSet::new, Set::add, Set::addAll);
    }

    private static Stream<InetAddress> networks() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(Places::hasNeighbours)
                    .flatMap(network -> best(network).stream());
        } catch (SocketException e) {
            LOG.warn("the networks of this machine are not known: {}", e.getMessage());
            return Stream.empty();
        }
    }

    private static boolean hasNeighbours(NetworkInterface network) {
        try {
            return network.isUp() && network.supportsMulticast() && !network.isLoopback() && !network.isPointToPoint();
        } catch (SocketException e) {
            return false; // gone meanwhile
        }
    }

    /** IPv4 where there is any. No link-local IPv6: a URL has no place for the network that it is about. */
    private static Optional<InetAddress> best(NetworkInterface network) {
        return network.inetAddresses()
                .filter(address -> address instanceof Inet4Address || !address.isLinkLocalAddress())
                .min(Comparator.comparing((InetAddress address) -> !(address instanceof Inet4Address))
                        .thenComparing(InetAddress::isLinkLocalAddress));
    }
}
