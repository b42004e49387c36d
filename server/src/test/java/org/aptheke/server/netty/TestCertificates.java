package org.aptheke.server.netty;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.aptheke.ca.CaDirectory;
import org.aptheke.ca.LeafIssuer;

/** An authority of the program's own make, the leaves it signs, and clients that trust it. Safe for use by many threads. */
final class TestCertificates implements LeafSource {
    private final Path bundle;
    private final SSLContext clients;
    private final LeafIssuer issuer;
    private final AtomicInteger issued = new AtomicInteger();

    /** For {@code localhost}, the loopback address, and {@code vendor.example} with all below it. */
    TestCertificates(Path directory) throws IOException {
        var clock = InstantSource.system();
        var set = new CaDirectory(directory).init(List.of("localhost", "127.0.0.1", "vendor.example"), clock.instant());
        issuer = new LeafIssuer(clock);
        issuer.use(Optional.of(set));
        bundle = Files.writeString(directory.resolve("ca.crt"), set.bundle());
        clients = trusting(set.bundle());
    }

    @Override
    public LeafSource.Leaf leafFor(String host) throws IOException {
        issued.incrementAndGet();
        var leaf = issuer.issue(host);
        return new LeafSource.Leaf(shown(leaf), leaf.renewAt());
    }

    /** For a listener on the loopback address. */
    ServerCertificate own() throws IOException {
        return shown(issuer.issue("127.0.0.1"));
    }

    int issued() {
        return issued.get();
    }

    /** The authority in PEM. */
    Path bundle() {
        return bundle;
    }

    SSLContext clients() {
        return clients;
    }

    private static ServerCertificate shown(org.aptheke.ca.Leaf leaf) {
        return new ServerCertificate(
                leaf.certificate().key(), leaf.certificate().chain());
    }

    private static SSLContext trusting(String pem) {
        try {
            var trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            var certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            int number = 0;
            for (var certificate : certificates) {
                trust.setCertificateEntry("ca" + number++, certificate);
            }
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trust);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), new SecureRandom());
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
