package org.aptheke.server.netty;

import java.net.InetAddress;
import java.util.Optional;
import org.aptheke.http.AddressText;
import org.aptheke.origin.Authority;
import org.aptheke.proxy.DataPort;
import org.aptheke.route.Entry;
import org.aptheke.route.Route;

/** What this program is to the client of a connection. Immutable. */
sealed interface Role {
    /** The request as the hot set knows it. */
    RequestHead read(RequestHead head);

    /** Whether it is let in. Quick. */
    Entry enter(DataPort dataPort, InetAddress client, RequestHead head);

    Route route(DataPort dataPort, RequestHead head);

    /** A proxy, and a server of its own pages. */
    record Proxy() implements Role {
        static final Proxy PROXY = new Proxy();

        @Override
        public RequestHead read(RequestHead head) {
            return head;
        }

        @Override
        public Entry enter(DataPort dataPort, InetAddress client, RequestHead head) {
            return dataPort.enter(client, head.target(), head.fields());
        }

        @Override
        public Route route(DataPort dataPort, RequestHead head) {
            return dataPort.route(head.method(), head.target(), head.fields());
        }
    }

    /**
     * An origin for which it stands in.
     *
     * @param name host and port as the field Host has them
     * @param uri the same with the scheme, without a path
     * @param user whose password opened the connection
     */
    record Origin(Authority authority, String name, String uri, Optional<String> user) implements Role {
        static Origin of(Authority authority, Optional<String> user) {
            String host = AddressText.inUri(authority.host());
            String name = authority.port() == 443 ? host : host + ":" + authority.port();
            return new Origin(authority, name, "https://" + name, user);
        }

        /**
         * In absolute form, under which the hot set has what a client of the proxy asked for; other forms, and what is
         * meant for another host, are left to the engine.
         */
        @Override
        public RequestHead read(RequestHead head) {
            return head.target().startsWith("/")
                            && name.equalsIgnoreCase(head.fields().first("Host").orElse(""))
                    ? head.withTarget(uri + head.target())
                    : head.particular();
        }

        @Override
        public Entry enter(DataPort dataPort, InetAddress client, RequestHead head) {
            return dataPort.enterInside(client, user, head.fields());
        }

        @Override
        public Route route(DataPort dataPort, RequestHead head) {
            return dataPort.routeInside(authority, head.method(), head.target(), head.fields());
        }
    }
}
