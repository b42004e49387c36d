package org.aptheke.main;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.aptheke.cli.StartFailure;
import org.aptheke.config.AddressText;
import org.aptheke.config.Configuration;
import org.aptheke.server.netty.InheritedSocket;
import org.aptheke.server.netty.Place;
import org.aptheke.systemd.InheritedSockets.Inherited;

/**
 * Where clients are served: at what the settings name, on sockets that listen there already as far as there are such.
 * A socket that no setting names is not served, and not left with clients that wait in vain: the program does not
 * start. Where {@code listen} is left to its default, whoever opened the sockets says where.
 */
record ListenPlan(List<Place> plain, List<Place> tls) {
    /** The name of sockets for TLS ({@code FileDescriptorName=tls}); by their address they are known without. */
    private static final String TLS = "tls";

    ListenPlan {
        plain = List.copyOf(plain);
        tls = List.copyOf(tls);
    }

    /** A socket that listens there. */
    record Found(Inherited socket, InetSocketAddress address) {
        private boolean isAt(InetSocketAddress named) {
            boolean same = named.getAddress().equals(address.getAddress())
                    || (named.getAddress().isAnyLocalAddress()
                            && address.getAddress().isAnyLocalAddress());
            return same && named.getPort() == address.getPort();
        }

        private boolean isAtOneOf(List<InetSocketAddress> named) {
            return named.stream().anyMatch(this::isAt);
        }

        private Place place() {
            return new Place.Inherited(socket.descriptor());
        }

        private String text() {
            String host = AddressText.of(address.getAddress());
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
        }
    }

    /**
     * Looks at the inherited sockets.
     *
     * @throws StartFailure when no clients can be served on one
     */
    static List<Found> find(List<Inherited> inherited) throws StartFailure {
        var found = new ArrayList<Found>();
        for (var socket : inherited) {
            try {
                found.add(new Found(socket, InheritedSocket.examine(socket.descriptor())));
            } catch (IOException e) {
                throw new StartFailure(
                        "socket " + socket.descriptor() + " of " + unit(socket) + " cannot be served: "
                                + e.getMessage(),
                        e);
            }
        }
        return found;
    }

    /**
     * Decides.
     *
     * @throws StartFailure when no setting names one of the sockets
     */
    static ListenPlan of(Configuration configuration, List<Found> found) throws StartFailure {
        var settings = configuration.settings();
        var tlsNamed = settings.tls().listen();
        var forTls = new ArrayList<Found>();
        var forPlain = new ArrayList<Found>();
        for (var each : found) {
            (each.socket().name().equals(TLS) || each.isAtOneOf(tlsNamed) ? forTls : forPlain).add(each);
        }
        requireNamed("tls.listen", forTls, tlsNamed);
        var tls = places(tlsNamed, forTls);
        if (!configuration.says("listen") && !forPlain.isEmpty()) {
            return new ListenPlan(forPlain.stream().map(Found::place).toList(), tls);
        }
        requireNamed("listen", forPlain, settings.listen());
        return new ListenPlan(places(settings.listen(), forPlain), tls);
    }

    private static void requireNamed(String setting, List<Found> found, List<InetSocketAddress> named)
            throws StartFailure {
        for (var each : found) {
            if (!each.isAtOneOf(named)) {
                throw new StartFailure(unit(each.socket()) + " listens on " + each.text() + ", and " + setting
                        + " does not name that address: " + remedy(setting, each));
            }
        }
    }

    private static String remedy(String setting, Found found) {
        String name = found.socket().name();
        String unit = name.endsWith(".socket") ? name : "the socket";
        String either = "name it in " + setting + ", change the socket's unit (systemctl edit " + unit
                + "), or mask it so that" + " the program listens itself (systemctl mask --now " + unit + ")";
        return setting.equals("listen") && !name.equals(TLS)
                ? "remove " + setting + ", so that the unit alone says where, " + either
                : either;
    }

    private static String unit(Inherited socket) {
        return socket.name().isEmpty() ? "a unit of systemd" : socket.name();
    }

    /** One address may have two sockets, of IPv4 and of IPv6. */
    private static List<Place> places(List<InetSocketAddress> named, List<Found> found) {
        return named.stream()
                .<Place>mapMulti((address, places) -> {
                    var there =
                            found.stream().filter(each -> each.isAt(address)).map(Found::place);
                    var all = there.toList();
                    (all.isEmpty() ? Stream.<Place>of(new Place.Own(address)) : all.stream()).forEach(places);
                })
                .distinct()
                .toList();
    }
}
