package org.aptheke.main;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aptheke.cli.Program;
import org.aptheke.cli.Running;
import org.aptheke.cli.StartFailure;
import org.aptheke.config.Settings;
import org.aptheke.events.EventSink;
import org.aptheke.fetch.Fetches;
import org.aptheke.log.EventLog;
import org.aptheke.log.ProgramLog;
import org.aptheke.origin.OriginIdentity;
import org.aptheke.proxy.EpochCatalog;
import org.aptheke.proxy.HotEpochs;
import org.aptheke.proxy.PlainAnswers;
import org.aptheke.proxy.Proxy;
import org.aptheke.proxy.UseBook;
import org.aptheke.server.netty.DataPortServer;
import org.aptheke.store.Catalog;
import org.aptheke.store.local.LocalBlobStore;
import org.aptheke.store.local.Recovery;
import org.aptheke.store.sql.SqlCatalog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the program from its parts, top to bottom: the list of what there is. */
final class Wiring implements Program {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private final InstantSource clock = InstantSource.system();

    @Override
    public Running start(Settings settings) throws StartFailure {
        var opened = new OpenParts();
        boolean started = false;
        try {
            var running = start(settings, opened);
            started = true;
            return running;
        } catch (IOException e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted while starting", e);
        } finally {
            if (!started) {
                opened.close();
            }
        }
    }

    private Running start(Settings settings, OpenParts opened) throws IOException, InterruptedException, StartFailure {
        ProgramLog.configure(Mapped.logForm(settings.log()), Mapped.level(settings.log()));
        var accessLog = Mapped.accessLog(settings.log());
        accessLog.ifPresent(opened::add);
        EventSink events = new Events(accessLog, new EventLog());

        var blobs =
                opened.add(LocalBlobStore.open(settings.data(), settings.store().keepFreeBytes()));
        var epochs = new HotEpochs();
        Catalog catalog = opened.add(new EpochCatalog(
                SqlCatalog.open(settings.data().resolve("catalog.db"), SqlCatalog.Settings.DEFAULT, clock, events),
                epochs));
        var recovery = Recovery.run(blobs, catalog);

        var identity = new OriginIdentity("aptheke/" + Version.TEXT, "1.1 aptheke (" + instanceId() + ")");
        var origins = opened.add(new SwitchableOrigin(identity, clock, settings));
        var fetches = opened.add(new Fetches(origins, blobs, catalog, Mapped.fetchLimits(settings), clock, events));

        var uses = new UseBook();
        var ready = new AtomicBoolean();
        var certificates = new Certificates(settings.data(), clock);
        certificates.use(settings, certificates.load(settings));
        var plainAnswers = new PlainAnswers(ready::get, certificates::bundle);
        var dataPort = new SwitchableDataPort(changed -> new Proxy(
                new Proxy.Parts(
                        Mapped.router(changed, certificates.current().interception(changed), identity),
                        Mapped.accessRules(changed),
                        Mapped.reuse(changed),
                        catalog,
                        blobs,
                        fetches,
                        epochs,
                        uses,
                        events,
                        clock),
                plainAnswers));
        dataPort.use(settings);
        var listener = new DataPortServer(
                new DataPortServer.Behind(dataPort, epochs, events, origins.tunnels(), certificates.leaves()),
                Mapped.listenerLimits(settings),
                clock);
        opened.add(() -> stopQuickly(listener));
        var live = opened.add(new LiveCertificates(certificates, dataPort, listener, settings));
        listener.start(settings.listen(), settings.tls().listen());
        live.watch();

        opened.add(new Bookkeeping(catalog, List.of(listener::drainUses, uses::drain)));
        ready.set(true);
        LOG.info("store: {}", recovery);
        return new Aptheke(new Aptheke.Parts(listener, fetches, ready, accessLog, opened), changed -> {
            var loaded = certificates.load(changed);
            live.use(changed, loaded);
            ProgramLog.configure(Mapped.logForm(changed.log()), Mapped.level(changed.log()));
            origins.use(changed);
            epochs.advanceAll();
        });
    }

    private static void stopQuickly(DataPortServer listener) {
        try {
            listener.stop(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells this instance from another in a chain of proxies. */
    private static String instanceId() {
        var bytes = new byte[6];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
