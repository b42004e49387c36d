package org.aptheke.systemd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets on which a service manager listens for this process; they are open from its start on. */
public final class InheritedSockets {
    private static final Logger LOG = LoggerFactory.getLogger(InheritedSockets.class);
    private static final int FIRST = 3;
    private static final int MOST = 1000;

    private InheritedSockets() {}

    /**
     * One of them.
     *
     * @param name what its unit calls it ({@code FileDescriptorName=}); empty when it has no name
     */
    public record Inherited(int descriptor, String name) {}

    /** Those that the environment names for this process, in the order of their units. */
    public static List<Inherited> of(Map<String, String> variables, long pid) {
        var environment = new Environment(variables, pid);
        long count = environment.number("LISTEN_FDS").orElse(0);
        if (count == 0) {
            return List.of();
        }
        if (!environment.means("LISTEN_PID")) {
            LOG.warn(
                    "LISTEN_FDS={} is for process {} and this is {}: no socket is taken over; a script that starts the program"
                            + " must replace itself by it (exec)",
                    count,
                    environment.text("LISTEN_PID"),
                    pid);
            return List.of();
        }
        // A name that is empty is one too.
        var names = List.of(environment.text("LISTEN_FDNAMES").split(":", -1));
        var sockets = new ArrayList<Inherited>();
        for (int i = 0; i < Math.min(count, MOST); i++) {
            sockets.add(new Inherited(FIRST + i, i < names.size() ? names.get(i) : ""));
        }
        return sockets;
    }
}
