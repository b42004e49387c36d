package org.aptheke.admin;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;

/**
 * A Unix socket that the owner of this process may connect to, and root. It is made in a directory that nobody else may
 * enter and moved to its place with its permissions, so that there is no moment in which others could.
 */
final class OwnersSocket implements AutoCloseable {
    private static final String ATTRIBUTE = "org.aptheke.owner";

    private final UnixDomainServerConnector connector;
    private final Path path;

    private OwnersSocket(UnixDomainServerConnector connector, Path path) {
        this.connector = connector;
        this.path = path;
    }

    /**
     * Listens there too, with a server that has started.
     *
     * @throws IOException when that is not possible
     */
    static OwnersSocket open(Path path, Server server, HttpConfiguration usual) throws IOException {
        refuseIfAnswered(path);
        Files.createDirectories(path.getParent());
        // Two short names: the system takes about a hundred characters.
        var closed = path.resolveSibling(".s");
        var made = closed.resolve("s");
        Files.deleteIfExists(made);
        Files.deleteIfExists(closed);
        Files.createDirectory(
                closed, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var configuration = new HttpConfiguration(usual);
        configuration.addCustomizer((request, fields) -> {
            request.setAttribute(ATTRIBUTE, true);
            return request;
        });
        var connector = new UnixDomainServerConnector(server, new HttpConnectionFactory(configuration));
        connector.setUnixDomainPath(made);
        try {
            connector.start();
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
            Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(closed);
        } catch (Exception e) { // that is what starting declares
            stop(connector, e);
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
        return new OwnersSocket(connector, path);
    }

    /** One that is left from before a crash is replaced. */
    private static void refuseIfAnswered(Path path) throws IOException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            return;
        }
        throw new IOException("another program answers there");
    }

    private static void stop(UnixDomainServerConnector connector, Exception cause) {
        try {
            connector.stop();
        } catch (Exception e) { // that is what it declares
            cause.addSuppressed(e);
        }
    }

    /** Whether a request has come by it; nothing that is sent makes that so. */
    static boolean isWayOf(jakarta.servlet.ServletRequest request) {
        return Boolean.TRUE.equals(request.getAttribute(ATTRIBUTE));
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
        try {
            connector.stop();
        } catch (Exception e) { // that is what it declares
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }
}
