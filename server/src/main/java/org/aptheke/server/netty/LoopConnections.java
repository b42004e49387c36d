package org.aptheke.server.netty;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connections of one event loop, and what they share; used on it only. */
final class LoopConnections {
    private final Set<Swept> connections = new HashSet<>();
    private final KnownSections sections = new KnownSections();
    private final Lead lead = new Lead();
    private @Nullable Gathering gathering;
    private boolean draining;

    Lead lead() {
        return lead;
    }

    /** For channels of epoll only; its classes are not on every system. */
    Gathering gathering() {
        if (gathering == null) {
            gathering = new Gathering();
        }
        return gathering;
    }

    KnownSections sections() {
        return sections;
    }

    void add(Swept connection) {
        connections.add(connection);
        if (draining) {
            connection.drain();
        }
    }

    void remove(Swept connection) {
        connections.remove(connection);
    }

    void sweep() {
        long now = System.nanoTime();
        // A copy: what is swept may leave.
        for (var connection : List.copyOf(connections)) {
            connection.sweep(now);
        }
    }

    void drain() {
        draining = true;
        for (var connection : List.copyOf(connections)) {
            connection.drain();
        }
    }

    void cut() {
        for (var connection : List.copyOf(connections)) {
            connection.cut();
        }
    }
}
