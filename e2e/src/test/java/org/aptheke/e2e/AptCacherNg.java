package org.aptheke.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real apt-cacher-ng with a configuration and a cache of its own. For one thread. */
final class AptCacherNg implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Ports above are misread by it. */
    private static final int HIGHEST_PORT = 32_767;

    private final Path directory;
    private final int port;
    private final Process process;

    private AptCacherNg(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** @param more lines of its configuration */
    static AptCacherNg start(Path directory, List<String> more) throws IOException {
        int port = freePort();
        Files.createDirectories(directory.resolve("etc"));
        Files.createDirectories(directory.resolve("cache"));
        Files.createDirectories(directory.resolve("log"));
        var configuration = new StringBuilder("""
                # A configuration for a test
                CacheDir: %1$s/cache
                LogDir: %1$s/log
                SocketPath: %1$s/socket
                ForeGround: 1
                BindAddress: 127.0.0.1
                Port: %2$d
                AllowUserPorts: 0
                ExThreshold: 4
                """.formatted(directory, port));
        more.forEach(line -> configuration.append(line).append('\n'));
        Files.writeString(directory.resolve("etc/acng.conf"), configuration);
        var process = new ProcessBuilder(
                        "apt-cacher-ng", "-c", directory.resolve("etc").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.log").toFile())
                .start();
        var started = new AptCacherNg(directory, port, process);
        Listening.await(process, port, directory.resolve("output.log"));
        return started;
    }

    /** A port that it can speak to. */
    static int freePort() throws IOException {
        for (int port = 20_000 + (int) (ProcessHandle.current().pid() % 5_000); port < HIGHEST_PORT; port++) {
            try (var socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
                return port;
            } catch (IOException e) {
                // Taken: the next.
            }
        }
        throw new IOException("no port is free");
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    Path configuration() {
        return directory.resolve("etc");
    }

    Path cache() {
        return directory.resolve("cache");
    }

    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("apt-cacher-ng did not end");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
