package org.aptheke.main;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.aptheke.cli.StartFailure;
import org.aptheke.config.Settings;
import org.aptheke.files.FileWatch;
import org.aptheke.server.netty.DataPortServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the listener in step with the certificates, and those with their files: what was renewed is shown within
 * seconds, what is broken is reported and not used. Safe for use by many threads.
 */
final class LiveCertificates implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveCertificates.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Certificates certificates;
    private final Runnable refresh;
    private final DataPortServer listener;
    private final FileWatch watch;

    @GuardedBy("this")
    private Settings settings;

    /** Puts to use what is loaded; {@code refresh} has the data port look at that again. */
    LiveCertificates(Certificates certificates, Runnable refresh, DataPortServer listener, Settings settings)
            throws StartFailure {
        this.certificates = certificates;
        this.refresh = refresh;
        this.listener = listener;
        this.settings = settings;
        this.watch = new FileWatch("certificates", this::files, this::readAgain);
        show(certificates.current());
    }

    /** Begins to look for changes. */
    void watch() {
        watch.start(LOOK);
    }

    /**
     * Goes over to new settings and what was loaded for them.
     *
     * @throws StartFailure when the certificate cannot be used; nothing is changed then
     */
    synchronized void use(Settings changed, Certificates.Loaded loaded) throws StartFailure {
        show(loaded);
        certificates.use(changed, loaded);
        listener.forgetLeaves();
        refresh.run();
        settings = changed;
    }

    private void show(Certificates.Loaded loaded) throws StartFailure {
        if (loaded.own().isPresent()) {
            try {
                listener.speakTlsBy(loaded.own().get());
            } catch (IOException e) {
                throw new StartFailure("the certificate of tls.certificate cannot be used: " + e.getMessage(), e);
            }
        }
    }

    private synchronized List<Path> files() {
        return certificates.files(settings);
    }

    private synchronized void readAgain() {
        try {
            use(settings, certificates.load(settings));
            LOG.info("certificates were read again");
        } catch (StartFailure e) {
            // Often only half of a renewal: when the other file comes, it is read again.
            LOG.error("{}; the certificates before stay in use", e.line());
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
