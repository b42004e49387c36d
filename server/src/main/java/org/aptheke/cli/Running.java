package org.aptheke.cli;

import java.net.InetSocketAddress;
import java.util.List;
import org.aptheke.config.Configuration;
import org.aptheke.systemd.Vital;

/** A program that was started. Its methods may be called by any thread, {@link #stop()} more than once. */
public interface Running {
    /** Where clients are served, with the real ports; in the order of the settings. */
    List<InetSocketAddress> addresses();

    /** The same for where they are served by TLS. */
    List<InetSocketAddress> tlsAddresses();

    /** Without which it does not work. */
    List<Vital> vitals();

    /** How much it has to do just now, in a few words. */
    String load();

    /**
     * Goes over to new settings, as far as that can be done without a restart.
     *
     * @throws StartFailure when they name something that cannot be used; the old ones stay then
     */
    void reload(Configuration configuration) throws StartFailure;

    /** Opens the log files anew, because something else renamed them. */
    void reopenLogs();

    /** Stops accepting, finishes answers for a while, keeps unfinished fetches; returns when all is done. */
    void stop();
}
