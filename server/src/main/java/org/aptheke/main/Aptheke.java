package org.aptheke.main;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aptheke.cli.Running;
import org.aptheke.cli.StartFailure;
import org.aptheke.config.Configuration;
import org.aptheke.log.ProgramLog;
import org.aptheke.proxy.OfflineSwitch;
import org.aptheke.server.netty.DataPortServer;
import org.aptheke.systemd.Supervisor;
import org.aptheke.systemd.Vital;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program while it runs. */
final class Aptheke implements Running {
    private static final Logger LOG = LoggerFactory.getLogger(Aptheke.class);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration FETCHES_STOP_WITHIN = Duration.ofSeconds(5);

    private final Parts parts;
    private final Reload reload;
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** What is there to be asked and stopped; {@code opened} has the rest. */
    record Parts(
            DataPortServer listener,
            Works works,
            OfflineSwitch offline,
            AtomicBoolean ready,
            Runnable reopenLogs,
            OpenParts opened,
            Supervisor supervisor) {}

    /** Takes new settings, or refuses them whole. */
    interface Reload {
        void to(Configuration configuration) throws StartFailure;
    }

    Aptheke(Parts parts, Reload reload) {
        this.parts = parts;
        this.reload = reload;
    }

    @Override
    public List<InetSocketAddress> addresses() {
        return parts.listener().boundAddresses();
    }

    @Override
    public List<InetSocketAddress> tlsAddresses() {
        return parts.listener().boundTlsAddresses();
    }

    @Override
    public void reload(Configuration configuration) throws StartFailure {
        reload.to(configuration);
    }

    @Override
    public void reopenLogs() {
        parts.reopenLogs().run();
    }

    @Override
    public List<Vital> vitals() {
        return Vitals.of(parts.listener().eventLoops(), parts.works());
    }

    @Override
    public String load() {
        return parts.listener().counters().openConnections().sum() + " connections, "
                + parts.works().fetches().runningCount() + " fetches"
                + (parts.offline().isOn() ? ", offline" : "");
    }

    /** Answers first, then fetches, then the books: each needs the next. */
    @Override
    public void stop() {
        if (!stopped.compareAndSet(false, true)) {
            return;
        }
        parts.ready().set(false);
        try {
            parts.supervisor().status("Stopping: answering what was asked, for at most " + GRACE.toSeconds() + " s");
            parts.listener().stop(GRACE);
            parts.supervisor().status("Stopping: keeping what was fetched, closing the store");
            parts.works().fetches().stop(FETCHES_STOP_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            LOG.warn("{}", e.getMessage());
        } finally {
            parts.opened().close();
            ProgramLog.stop();
        }
    }
}
