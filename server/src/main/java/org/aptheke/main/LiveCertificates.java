package org.aptheke.main;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.aptheke.cli.StartFailure;
import org.aptheke.config.Settings;
import org.aptheke.server.netty.DataPortServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the listener in step with the certificates, and those with their files: what was renewed is shown within
 * seconds, what is broken is reported and not used. Safe for use by many threads.
 */
final class LiveCertificates implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveCertificates.class);
    private static final long PERIOD_SECONDS = 2;

    private final Certificates certificates;
    private final Runnable refresh;
    private final DataPortServer listener;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("certificates").factory());

    @GuardedBy("this")
    private final ChangedFiles files = new ChangedFiles();

    @GuardedBy("this")
    private Settings settings;

    /** Puts to use what is loaded; {@code refresh} has the data port look at that again. */
    LiveCertificates(Certificates certificates, Runnable refresh, DataPortServer listener, Settings settings)
            throws StartFailure {
        this.certificates = certificates;
        this.refresh = refresh;
        this.listener = listener;
        this.settings = settings;
        files.note(certificates.files(settings));
        show(certificates.current());
    }

    /** Begins to look for changes. */
    void watch() {
        var _ = timer.scheduleWithFixedDelay(this::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
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

    private synchronized void look() {
        if (!files.haveChanged(certificates.files(settings))) {
            return;
        }
        try {
            use(settings, certificates.load(settings));
            LOG.info("certificates were read again");
        } catch (StartFailure e) {
            // Often only half of a renewal: when the other file comes, it is read again.
            LOG.error("{}; the certificates before stay in use", e.line());
        } catch (RuntimeException e) {
            LOG.error("certificates could not be read again", e);
        }
    }

    @Override
    public void close() {
        timer.close();
    }
}
