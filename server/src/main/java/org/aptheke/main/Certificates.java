package org.aptheke.main;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.aptheke.ca.CaDirectory;
import org.aptheke.ca.CaSet;
import org.aptheke.ca.KeyedChain;
import org.aptheke.ca.LeafIssuer;
import org.aptheke.ca.PemFile;
import org.aptheke.cli.StartFailure;
import org.aptheke.config.Settings;
import org.aptheke.route.Interception;
import org.aptheke.server.netty.LeafSource;
import org.aptheke.server.netty.ServerCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates that this program shows: its own, and those by which it stands in for intercepted hosts. Read from
 * files, and read again when those or the settings change. Safe for use by many threads.
 */
final class Certificates {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    private static final Duration ENDS_SOON = Duration.ofDays(7);

    private final CaDirectory directory;
    private final InstantSource clock;
    private final LeafIssuer issuer;
    private final AtomicReference<Loaded> current =
            new AtomicReference<>(new Loaded(Optional.empty(), Optional.empty(), Optional.empty()));

    /**
     * What was read.
     *
     * @param authorities empty when nothing is intercepted
     * @param own empty when TLS is not spoken with clients
     * @param console empty when the API does not speak TLS
     */
    record Loaded(Optional<CaSet> authorities, Optional<ServerCertificate> own, Optional<ServerCertificate> console) {
        Interception interception(Settings settings) {
            return Mapped.interception(settings.intercept(), authorities);
        }
    }

    Certificates(Path data, InstantSource clock) {
        this.directory = new CaDirectory(data);
        this.clock = clock;
        this.issuer = new LeafIssuer(clock);
    }

    /**
     * Reads what the settings name; nothing is put to use.
     *
     * @throws StartFailure when something is missing or cannot be used
     */
    Loaded load(Settings settings) throws StartFailure {
        try {
            return new Loaded(authorities(settings), own(settings.tls()), console(settings.console()));
        } catch (IOException e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        }
    }

    /** Puts to use what was read, and says what an operator should know of it. */
    void use(Settings settings, Loaded loaded) {
        current.set(loaded);
        loaded.own().ifPresent(certificate -> remarkOnEnd("tls.certificate", certificate));
        loaded.console().ifPresent(certificate -> remarkOnEnd("console.certificate", certificate));
        issuer.use(loaded.authorities());
        loaded.authorities()
                .ifPresent(set -> set.remarks(settings.intercept().names(), clock.instant())
                        .forEach(LOG::warn));
    }

    private void remarkOnEnd(String setting, ServerCertificate certificate) {
        var end = certificate.chain().getFirst().getNotAfter().toInstant();
        if (clock.instant().isAfter(end.minus(ENDS_SOON))) {
            LOG.warn("the certificate of {} ends on {}", setting, end);
        }
    }

    Loaded current() {
        return current.get();
    }

    /** What clients are to trust, in PEM. */
    Optional<String> bundle() {
        return issuer.bundle();
    }

    LeafSource leaves() {
        return host -> {
            var leaf = issuer.issue(host);
            return new LeafSource.Leaf(shown(leaf.certificate()), leaf.renewAt());
        };
    }

    /** The files whose change matters. */
    List<Path> files(Settings settings) {
        var files = new ArrayList<Path>();
        if (!settings.intercept().hosts().isEmpty()) {
            files.addAll(directory.files());
        }
        settings.tls().certificate().ifPresent(files::add);
        settings.tls().key().ifPresent(files::add);
        settings.console().certificate().ifPresent(files::add);
        settings.console().key().ifPresent(files::add);
        return files;
    }

    private Optional<CaSet> authorities(Settings settings) throws IOException, StartFailure {
        if (settings.intercept().hosts().isEmpty()) {
            return Optional.empty();
        }
        var set = directory.load();
        if (set.isEmpty()) {
            throw new StartFailure(CaDirectory.missing(directory));
        }
        return set;
    }

    private static Optional<ServerCertificate> own(Settings.Tls tls) throws IOException {
        if (tls.listen().isEmpty() || tls.certificate().isEmpty()) {
            return Optional.empty();
        }
        var certificate = tls.certificate().get();
        return Optional.of(shown(PemFile.read(certificate, tls.key().orElse(certificate))));
    }

    private static Optional<ServerCertificate> console(Settings.Console console) throws IOException {
        if (console.certificate().isEmpty()) {
            return Optional.empty();
        }
        var certificate = console.certificate().get();
        return Optional.of(shown(PemFile.read(certificate, console.key().orElse(certificate))));
    }

    private static ServerCertificate shown(KeyedChain keyed) {
        return new ServerCertificate(keyed.key(), keyed.chain());
    }
}
