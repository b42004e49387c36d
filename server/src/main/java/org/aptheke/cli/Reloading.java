package org.aptheke.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigRefusedException;
import org.aptheke.config.ConfigSources;
import org.aptheke.config.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What SIGHUP does: a good configuration is put to work, a bad one is refused whole and the old one stays. */
final class Reloading {
    private static final Logger LOG = LoggerFactory.getLogger(Reloading.class);

    private static final String STAYS = "the configuration was not reloaded; the old one stays";

    private final ConfigSources sources;
    private final Running running;

    @GuardedBy("this")
    private Configuration current;

    Reloading(ConfigSources sources, Running running, Configuration current) {
        this.sources = sources;
        this.running = running;
        this.current = current;
    }

    // Two signals may come at once. The lock is held while files are read, but nothing else ever takes it.
    synchronized void reload() {
        running.reopenLogs();
        try {
            Configuration next = ConfigFile.load(sources);
            running.reload(next);
            next.remarks().forEach(LOG::warn);
            remarkOnRestart(current, next);
            current = next;
            LOG.info("the configuration was reloaded");
        } catch (ConfigRefusedException e) {
            e.problems().forEach(problem -> LOG.error("{}", problem));
            LOG.error(STAYS);
        } catch (StartFailure e) {
            LOG.error("{}", e.line());
            LOG.error(STAYS);
        } catch (RuntimeException e) {
            LOG.error("the configuration could not be put to work; parts of the old one may stay", e);
        }
    }

    private static void remarkOnRestart(Configuration before, Configuration after) {
        for (String name : ConfigFile.needRestart(before, after)) {
            LOG.warn("{} was changed; this needs a restart", name);
        }
    }
}
