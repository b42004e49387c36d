package org.aptheke.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.ThrowawayCa;

/** A proxy server of the system, on the loopback interface, with a configuration and files of its own. For one thread. */
final class RealParent implements AutoCloseable {
    static final String USER = "kirke";
    static final String PASSWORD = "hunter2secret";

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path directory;
    private final List<String> command;
    private final int port;
    private final String scheme;
    private Process process;

    private RealParent(Path directory, List<String> command, int port, String scheme) throws IOException {
        this.directory = directory;
        this.command = command;
        this.port = port;
        this.scheme = scheme;
        this.process = launch();
    }

    /** {@code squid}, spoken to in the clear. */
    static RealParent squid(Path directory) throws IOException {
        int port = freePort();
        return squid(directory, port, "http_port 127.0.0.1:" + port, "http", List.of("http_access allow all"));
    }

    /** The same, spoken to by TLS with the CA's server certificate. */
    static RealParent squidTls(Path directory, ThrowawayCa ca) throws IOException, InterruptedException {
        int port = freePort();
        Path keys = Files.writeString(readable(directory).resolve("squid.pem"), ca.issueServer("parent"));
        return squid(
                directory,
                port,
                "https_port 127.0.0.1:" + port + " tls-cert=" + keys,
                "https",
                List.of("http_access allow all"));
    }

    /** The same, open to {@link #USER} with {@link #PASSWORD} alone. */
    static RealParent squidWithLogin(Path directory) throws IOException, InterruptedException {
        int port = freePort();
        Path passwords = readable(directory).resolve("passwords");
        var htpasswd = new ProcessBuilder("htpasswd", "-b", "-c", passwords.toString(), USER, PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("htpasswd.log").toFile())
                .start();
        if (!htpasswd.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || htpasswd.exitValue() != 0) {
            throw new IOException("htpasswd: " + Files.readString(directory.resolve("htpasswd.log")));
        }
        return squid(
                directory,
                port,
                "http_port 127.0.0.1:" + port,
                "http",
                List.of(
                        "auth_param basic program /usr/lib/squid/basic_ncsa_auth " + passwords,
                        "acl known proxy_auth REQUIRED",
                        "http_access allow known",
                        "http_access deny all"));
    }

    private static RealParent squid(Path directory, int port, String listen, String scheme, List<String> access)
            throws IOException {
        readable(directory);
        // Its own name server: what it resolves, nobody else does.
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 behind-the-parent.example\n");
        var lines = new ArrayList<>(List.of(
                listen,
                "pid_filename none",
                "hosts_file " + hosts,
                "cache_log " + directory.resolve("cache.log"),
                "access_log stdio:" + directory.resolve("access.log"),
                "coredump_dir " + directory,
                "cache deny all",
                "pinger_enable off",
                "shutdown_lifetime 0 seconds",
                "visible_hostname parent.example"));
        lines.addAll(access);
        Path file = Files.write(directory.resolve("squid.conf"), lines);
        return new RealParent(directory, List.of("squid", "-N", "-f", file.toString()), port, scheme);
    }

    static RealParent tinyproxy(Path directory) throws IOException {
        int port = freePort();
        readable(directory);
        Path file = Files.write(
                directory.resolve("tinyproxy.conf"),
                List.of(
                        "Port " + port,
                        "Listen 127.0.0.1",
                        "Timeout 60",
                        "MaxClients 50",
                        "LogFile \"" + directory.resolve("access.log") + "\"",
                        "LogLevel Connect"));
        return new RealParent(directory, List.of("tinyproxy", "-d", "-c", file.toString()), port, "http");
    }

    static RealParent dante(Path directory) throws IOException {
        int port = freePort();
        readable(directory);
        Path file = Files.write(
                directory.resolve("danted.conf"),
                List.of(
                        "logoutput: " + directory.resolve("access.log"),
                        "internal: 127.0.0.1 port = " + port,
                        "external: 127.0.0.1",
                        "clientmethod: none",
                        "socksmethod: none",
                        "user.privileged: root",
                        "user.unprivileged: nobody",
                        "client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }",
                        "socks pass { from: 127.0.0.0/8 to: 0.0.0.0/0 log: connect }"));
        var command = List.of(
                "danted",
                "-f",
                file.toString(),
                "-p",
                directory.resolve("danted.pid").toString());
        return new RealParent(directory, command, port, "socks5");
    }

    String url() {
        return scheme + "://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    /** What it has written down of the connections it made. */
    String log() throws IOException {
        return Files.readString(directory.resolve("access.log"), StandardCharsets.ISO_8859_1);
    }

    /** Waits until that stands in its log. */
    void awaitLogged(String text) throws IOException {
        Poll.until("it logs " + text, () -> log().contains(text));
    }

    void stop() throws InterruptedException {
        // Its helpers and children too.
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not end");
        }
    }

    void startAgain() throws IOException {
        process = launch();
    }

    private Process launch() throws IOException {
        var started = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.log").toFile())
                .start();
        Listening.await(started, port, directory.resolve("output.log"));
        return started;
    }

    /** These programs change to users of their own, which must be able to write there. */
    private static Path readable(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(directory.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        return directory;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
