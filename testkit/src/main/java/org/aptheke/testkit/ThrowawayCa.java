package org.aptheke.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority made for one test, and a server certificate signed by it. Written by the JDK's own keytool
 * into the directory given. Immutable after construction.
 */
public final class ThrowawayCa {
    private static final String PASSWORD = "throwaway";
    private static final int TOOL_LIMIT_SECONDS = 60;
    private static final String LOOPBACK = "dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1";
    private static final List<String> EC = List.of("-keyalg", "EC", "-groupname", "secp256r1");
    private static final List<String> RSA = List.of("-keyalg", "RSA", "-keysize", "2048");

    private final Path directory;
    private final KeyStore server;

    private ThrowawayCa(Path directory, KeyStore server) {
        this.directory = directory;
        this.server = server;
    }

    /** A CA with a server certificate for {@code localhost} and the loopback addresses. */
    public static ThrowawayCa create(Path directory) throws IOException, InterruptedException {
        return create(directory, LOOPBACK);
    }

    /** A CA with a server certificate for the names given in keytool's form, such as {@code dns:deb.example.org}. */
    public static ThrowawayCa create(Path directory, String alternativeNames) throws IOException, InterruptedException {
        return create(directory, alternativeNames, "-signer", "ca", "-validity", "30");
    }

    /** The same, but the server certificate ended some days ago. */
    public static ThrowawayCa createExpired(Path directory, String alternativeNames)
            throws IOException, InterruptedException {
        return create(directory, alternativeNames, "-signer", "ca", "-startdate", "-10d", "-validity", "5");
    }

    /** The same, but the server certificate is signed by its own key. */
    public static ThrowawayCa createSelfSigned(Path directory, String alternativeNames)
            throws IOException, InterruptedException {
        return create(directory, alternativeNames, "-validity", "30");
    }

    private static ThrowawayCa create(Path directory, String alternativeNames, String... more)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        var store = directory.resolve("keys.p12");
        generate(store, "ca", "CN=Throwaway CA", "-ext", "bc:c=ca:true,pathlen:0", "-validity", "30");
        var server = new ArrayList<>(List.of("-ext", "san=" + alternativeNames));
        server.addAll(List.of(more));
        generate(store, "server", "CN=origin", server.toArray(String[]::new));
        try {
            var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            var authority = pem("CERTIFICATE", keys.getCertificate("ca").getEncoded());
            var certificate = pem("CERTIFICATE", keys.getCertificate("server").getEncoded());
            var key = pem(
                    "PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded());
            Files.writeString(directory.resolve("ca.pem"), authority);
            Files.writeString(directory.resolve("server.pem"), certificate + key);
            var trust = KeyStore.getInstance("PKCS12");
            trust.load(null, PASSWORD.toCharArray());
            trust.setCertificateEntry("ca", keys.getCertificate("ca"));
            try (var out = Files.newOutputStream(directory.resolve("trust.p12"))) {
                trust.store(out, PASSWORD.toCharArray());
            }
            return new ThrowawayCa(directory, keys);
        } catch (GeneralSecurityException e) {
            throw new IOException("the keys in " + store, e);
        }
    }

    /** The CA's certificate in PEM. */
    public Path caPem() {
        return directory.resolve("ca.pem");
    }

    /** The server's certificate and its key in PEM. */
    public Path serverPem() {
        return directory.resolve("server.pem");
    }

    /** A PKCS12 store that trusts the CA alone, for {@code javax.net.ssl.trustStore}; see {@link #password}. */
    public Path trustStore() {
        return directory.resolve("trust.p12");
    }

    public String password() {
        return PASSWORD;
    }

    /** What a server needs to show the certificate. */
    public SSLContext serverContext() {
        try {
            var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(serverKeysOnly(), PASSWORD.toCharArray());
            var context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), null, new SecureRandom());
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same, for a server that takes only clients with a certificate of the CA. */
    public SSLContext mutualContext() {
        try {
            var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(serverKeysOnly(), PASSWORD.toCharArray());
            var context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), trustManagers(), new SecureRandom());
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client's certificate and key in PEM, in files with these names and the ends {@code .pem} and {@code .key}. */
    public Path issueClient(String name) throws IOException, InterruptedException {
        var store = directory.resolve("keys.p12");
        generate(store, name, "CN=" + name, "-signer", "ca");
        try {
            var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            var file = directory.resolve(name + ".pem");
            Files.writeString(file, pem("CERTIFICATE", keys.getCertificate(name).getEncoded()));
            var key = keys.getKey(name, PASSWORD.toCharArray());
            Files.writeString(directory.resolve(name + ".key"), pem("PRIVATE KEY", key.getEncoded()));
            return file;
        } catch (GeneralSecurityException e) {
            throw new IOException("the keys in " + store, e);
        }
    }

    /**
     * A certificate for the loopback addresses with its chain and its key in PEM, for a server that is not of Java. The
     * key is one of RSA: GnuTLS does not take the JDK's EC keys.
     */
    public String issueServer(String name) throws IOException, InterruptedException {
        var store = directory.resolve("keys.p12");
        generate(store, name, "CN=" + name, RSA, "-signer", "ca", "-ext", "san=" + LOOPBACK);
        try {
            var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            var text = new StringBuilder();
            for (var certificate : keys.getCertificateChain(name)) {
                text.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
            var key = keys.getKey(name, PASSWORD.toCharArray());
            return text.append(pem("PRIVATE KEY", key.getEncoded())).toString();
        } catch (GeneralSecurityException e) {
            throw new IOException("the keys in " + store, e);
        }
    }

    /** The SHA-256 of the server's public key in base64, as pins have it. */
    public String serverPin() {
        return pin("server");
    }

    /** The same of the CA's key. */
    public String caPin() {
        return pin("ca");
    }

    private String pin(String alias) {
        try {
            byte[] key = server.getCertificate(alias).getPublicKey().getEncoded();
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a client needs to trust the CA and nothing else. */
    public SSLContext clientContext() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, trustManagers(), new SecureRandom());
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private TrustManager[] trustManagers() throws GeneralSecurityException, IOException {
        var trust = KeyStore.getInstance(trustStore().toFile(), PASSWORD.toCharArray());
        var trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trust);
        return trustManagers.getTrustManagers();
    }

    /** A store without the CA's key, which a server might otherwise show. */
    private KeyStore serverKeysOnly() throws GeneralSecurityException, IOException {
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, PASSWORD.toCharArray());
        keys.setKeyEntry(
                "server",
                server.getKey("server", PASSWORD.toCharArray()),
                PASSWORD.toCharArray(),
                server.getCertificateChain("server"));
        return keys;
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + label
                + "-----\n";
    }

    private static void generate(Path store, String alias, String name, String... more)
            throws IOException, InterruptedException {
        generate(store, alias, name, EC, more);
    }

    private static void generate(Path store, String alias, String name, List<String> algorithm, String... more)
            throws IOException, InterruptedException {
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var command = new ArrayList<>(List.of(keytool, "-genkeypair", "-alias", alias, "-dname", name));
        command.addAll(algorithm);
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", PASSWORD));
        command.addAll(List.of(more));
        var log = store.resolveSibling("keytool-" + alias + ".log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(TOOL_LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("keytool failed: " + Files.readString(log));
        }
    }
}
