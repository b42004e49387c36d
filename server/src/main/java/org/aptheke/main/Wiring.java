package org.aptheke.main;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.aptheke.admin.OriginStatus;
import org.aptheke.announce.Announcement;
import org.aptheke.announce.Places;
import org.aptheke.auth.PasswordHash;
import org.aptheke.cli.FilePacking;
import org.aptheke.cli.OldCache;
import org.aptheke.cli.Program;
import org.aptheke.cli.Running;
import org.aptheke.cli.SecureOriginBook;
import org.aptheke.cli.StartFailure;
import org.aptheke.cli.TakenOver;
import org.aptheke.config.Configuration;
import org.aptheke.config.Settings;
import org.aptheke.console.Console;
import org.aptheke.events.EventSink;
import org.aptheke.guide.GuidePages;
import org.aptheke.guide.Ports;
import org.aptheke.log.AccessLog;
import org.aptheke.log.AuditLog;
import org.aptheke.log.EventLog;
import org.aptheke.log.ProgramLog;
import org.aptheke.metrics.EventCounts;
import org.aptheke.metrics.Metrics;
import org.aptheke.origin.OriginIdentity;
import org.aptheke.origin.Secret;
import org.aptheke.proxy.OfflineClient;
import org.aptheke.proxy.OfflinePort;
import org.aptheke.proxy.OfflineSwitch;
import org.aptheke.proxy.PlainAnswers;
import org.aptheke.proxy.Proxy;
import org.aptheke.proxy.UseBook;
import org.aptheke.remap.Remaps;
import org.aptheke.repo.openpgp.SignatureVerifier;
import org.aptheke.server.netty.DataPortServer;
import org.aptheke.systemd.InheritedSockets.Inherited;
import org.aptheke.systemd.Supervisor;
import org.aptheke.upstream.SecureOrigins;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the program from its parts, top to bottom: the list of what there is. */
final class Wiring implements Program {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
    private static final Duration WARM_UP_AFTER = Duration.ofSeconds(1);

    private final InstantSource clock = InstantSource.system();
    private final SecureOriginsFile secureOriginsFile = new SecureOriginsFile(clock);
    private final Supervisor supervisor;
    private final List<Inherited> inherited;

    /** {@code inherited} are the sockets that listened before the program was started. */
    Wiring(Supervisor supervisor, List<Inherited> inherited) {
        this.supervisor = supervisor;
        this.inherited = List.copyOf(inherited);
    }

    @Override
    public SecureOriginBook secureOrigins() {
        return secureOriginsFile;
    }

    @Override
    public FilePacking packing() {
        return new TarPacking();
    }

    @Override
    public String hashPassword(String password) {
        return PasswordHash.of(Secret.of(password));
    }

    @Override
    public void check(Settings settings) throws StartFailure {
        var _ = new Certificates(settings.data(), clock).load(settings);
        Prepared.of(settings, Remaps.none(), clock).close();
    }

    @Override
    public TakenOver takeOver(Settings settings, OldCache cache, Consumer<String> progress) throws StartFailure {
        try (var closed = ClosedStore.open(settings, clock)) {
            return closed.takeOver(cache, progress);
        } catch (IOException e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted", e);
        }
    }

    @Override
    public Running start(Configuration configuration) throws StartFailure {
        var opened = new OpenParts();
        boolean started = false;
        try {
            var running = start(configuration, opened);
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

    private Running start(Configuration configuration, OpenParts opened)
            throws IOException, InterruptedException, StartFailure {
        var settings = configuration.settings();
        var listenPlan = ListenPlan.of(configuration, ListenPlan.find(inherited));
        var accessLog = Mapped.accessLog(settings.log());
        accessLog.ifPresent(opened::add);
        var auditLog = Mapped.auditLog(settings.log());
        auditLog.ifPresent(opened::add);
        var current = new AtomicReference<>(Prepared.of(settings, Remaps.none(), clock));
        var insight = new Insight(() -> current.get().settings(), clock);
        ProgramLog.configure(Mapped.logForm(settings.log()), Mapped.level(settings.log()), insight.recent());
        var inForce = new AtomicReference<>(configuration);
        var counts = new EventCounts();
        EventSink events = new Events(
                Stream.concat(accessLog.stream(), Stream.of(insight.answers(), counts))
                        .toList(),
                Stream.concat(auditLog.stream(), Stream.of(new EventLog(), insight.others(), counts))
                        .toList());

        var identity = new OriginIdentity("aptheke/" + Version.TEXT, "1.1 aptheke (" + instanceId() + ")");
        var secureOrigins = secureOriginsFile.open(settings.data());
        var origins = opened.add(new SwitchableOrigin(identity, clock, secureOrigins, current.get()));
        var offline = new OfflineSwitch(settings.house().offline());
        var rules = new LiveRules(settings, clock);
        supervisor.status("Starting: opening the store in " + settings.data());
        var works = Works.open(settings, rules, new OfflineClient(origins, offline), clock, events, opened);
        opened.add(insight).start();

        var uses = new UseBook();
        var ready = new AtomicBoolean();
        var certificates = new Certificates(settings.data(), clock);
        certificates.use(settings, certificates.load(settings));
        var ports =
                new AtomicReference<>(Ports.of(settings.listen(), settings.tls().listen()));
        var plainAnswers = new PlainAnswers(
                ready::get,
                certificates::bundle,
                new GuidePages(() -> current.get().settings(), ports::get));
        var dataPort = new SwitchableDataPort(prepared -> new OfflinePort(
                new Proxy(
                        new Proxy.Parts(
                                Mapped.router(
                                        prepared.settings(),
                                        prepared.remaps(),
                                        certificates.current().interception(prepared.settings()),
                                        identity),
                                Mapped.accessRules(prepared.settings()),
                                prepared.entrance(),
                                prepared.credentials(),
                                Mapped.reuse(prepared.settings()),
                                works.catalog(),
                                works.blobs(),
                                works.contents(),
                                works.suites(),
                                works.fetches(),
                                works.epochs(),
                                uses,
                                events,
                                clock),
                        plainAnswers),
                offline));
        dataPort.use(current.get());
        var listener = new DataPortServer(
                new DataPortServer.Behind(dataPort, works.epochs(), events, origins.tunnels(), certificates.leaves()),
                Mapped.listenerLimits(settings),
                clock);
        opened.add(() -> stopQuickly(listener));
        var administration = new Administration(current::get, certificates, events, clock);
        Runnable refresh = () -> {
            dataPort.use(current.get());
            administration.refresh();
        };
        var live = opened.add(new LiveCertificates(certificates, refresh, listener, settings));
        supervisor.status("Starting: the store is open, listening");
        listener.startAt(listenPlan.plain(), listenPlan.tls());
        ports.set(Ports.of(listener.boundAddresses(), listener.boundTlsAddresses()));
        live.watch();
        current.get().watch();
        opened.add(() -> current.get().close());

        opened.add(new Bookkeeping(works.catalog(), List.of(listener::drainUses, uses::drain)));
        var house = opened.add(new Housekeeping(
                () -> current.get().settings(),
                () -> MappedMirrors.of(current.get()),
                works,
                () -> listener.counters().requests().sum()));
        works.suites().start();
        var warmUp = Thread.ofVirtual().name("warm-up").start(Wiring::warmUp);
        opened.add(warmUp::interrupt);
        ready.set(true);
        house.start();
        opened.add(administration);
        var metrics = new Metrics(new Metrics.Behind(
                Version.TEXT,
                counts,
                listener,
                Mapped.listenerLimits(settings),
                works.fetches(),
                Mapped.fetchLimits(settings),
                origins.counters(),
                () -> current.get().remaps().status(),
                () -> current.get().parents().status(),
                works.suites(),
                house::figures,
                house.runner(),
                offline::isOn,
                () -> accessLog.map(AccessLog::dropped).orElse(0L)));
        var shown = insight.behind(new Insight.Sights(
                works,
                house,
                listener,
                offline,
                () -> originStatus(current.get(), secureOrigins),
                metrics::text,
                inForce::get));
        var console = new Console(
                new Console.Parts(shown, house::schedule, () -> current.get().settings(), ports::get, OwnName.label()));
        administration.start(shown, console);
        announcement(settings, listener.boundAddresses()).ifPresent(opened::add);
        LOG.info("{}", works.recovery().inWords());
        return new Aptheke(
                new Aptheke.Parts(listener, works, offline, ready, logFiles(accessLog, auditLog), opened, supervisor),
                next -> {
                    var changed = next.settings();
                    var loaded = certificates.load(changed);
                    var prepared = Prepared.of(changed, current.get().remaps(), clock);
                    var useOrigins = origins.prepare(prepared);
                    var before = current.getAndSet(prepared);
                    try {
                        live.use(changed, loaded);
                    } catch (StartFailure e) {
                        current.set(before); // nothing was changed, and the settings are refused whole
                        throw e;
                    }
                    inForce.set(next);
                    ProgramLog.configure(Mapped.logForm(changed.log()), Mapped.level(changed.log()), insight.recent());
                    secureOrigins.reload();
                    useOrigins.run();
                    before.close();
                    prepared.watch();
                    if (changed.house().offline() != before.settings().house().offline()) {
                        offline.set(changed.house().offline());
                    }
                    house.limit();
                    rules.use(changed);
                    works.epochs().advanceAll();
                });
    }

    /** When the start is over: then nobody waits for the time it takes. Interrupted when the program stops before. */
    private static void warmUp() {
        try {
            Thread.sleep(WARM_UP_AFTER);
        } catch (InterruptedException e) {
            return;
        }
        SignatureVerifier.warmUp();
    }

    /** Opens anew what was renamed. */
    private static Runnable logFiles(Optional<AccessLog> accessLog, Optional<AuditLog> auditLog) {
        return () -> {
            accessLog.ifPresent(AccessLog::reopen);
            auditLog.ifPresent(AuditLog::reopen);
        };
    }

    private static OriginStatus originStatus(Prepared prepared, SecureOrigins secureOrigins) {
        return new OriginStatus(prepared.remaps().status(), prepared.parents().status(), secureOrigins.entries());
    }

    /** No socket is opened for it where there is nobody to tell. */
    private static Optional<Announcement> announcement(Settings settings, List<InetSocketAddress> listening) {
        var mdns = settings.announce().mdns();
        var places = new Places(listening, mdns == Settings.Mdns.ON);
        if (mdns == Settings.Mdns.OFF || places.isNone()) {
            return Optional.empty();
        }
        String name = OwnName.label();
        return Optional.of(Announcement.start(name, listening.getFirst().getPort(), places));
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
