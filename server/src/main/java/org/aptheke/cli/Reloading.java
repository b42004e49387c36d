package org.aptheke.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Optional;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigRefusedException;
import org.aptheke.config.ConfigSources;
import org.aptheke.config.Configuration;
import org.aptheke.systemd.Supervisor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What SIGHUP does: a good configuration is put to work, a bad one is refused whole and the old one stays. */
final class Reloading {
    private static final Logger LOG = LoggerFactory.getLogger(Reloading.class);

    private static final String STAYS = "the configuration was not reloaded; the old one stays";

    private final ConfigSources sources;
    private final Running running;
    private final Supervisor supervisor;
    private final ServiceStatus status;

    @GuardedBy("this")
    private Configuration current;

    /** {@code status} is what the service manager is told. */
    Reloading(
            ConfigSources sources,
            Running running,
            Configuration current,
            Supervisor supervisor,
            ServiceStatus status) {
        this.sources = sources;
        this.running = running;
        this.supervisor = supervisor;
        this.status = status;
        this.current = current;
    }

    // Two signals may come at once. The lock is held while files are read, but nothing else ever takes it.
    synchronized void reload() {
        supervisor.reloading("Reloading the configuration");
        try {
            running.reopenLogs();
            status.reloaded(refusal());
        } finally {
            supervisor.ready(status.text());
        }
    }

    @GuardedBy("this")
    private Optional<String> refusal() {
        try {
            Configuration next = ConfigFile.load(sources);
            running.reload(next);
            next.remarks().forEach(LOG::warn);
            remarkOnRestart(current, next);
            current = next;
            LOG.info("the configuration was reloaded");
            return Optional.empty();
        } catch (ConfigRefusedException e) {
            e.problems().forEach(problem -> LOG.error("{}", problem));
            LOG.error(STAYS);
            return Optional.of(String.valueOf(e.problems().getFirst()));
        } catch (StartFailure e) {
            LOG.error("{}", e.line());
            LOG.error(STAYS);
            return Optional.of(e.line());
        } catch (RuntimeException e) {
            LOG.error("the configuration could not be put to work; parts of the old one may stay", e);
            return Optional.of("an error of the program, which is in the log");
        }
    }

    private static void remarkOnRestart(Configuration before, Configuration after) {
        for (String name : ConfigFile.needRestart(before, after)) {
            LOG.warn("{} was changed; this needs a restart", name);
        }
    }
}
