package org.aptheke.admin;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;

/**
 * A Unix socket that the owner of this process may connect to, and root. It is made in a directory that nobody else may
 * enter and moved to its place with its permissions, so that there is no moment in which others could.
 */
final class OwnersSocket implements Closeable {
    private static final String ATTRIBUTE = "org.aptheke.owner";

    private final Path path;
    private final ServerSocketChannel door;
    private Optional<UnixDomainServerConnector> connector = Optional.empty();

    /** Has a socket be made under a name. */
    private interface Binding {
        void bind(Path name) throws Exception; // what starting a connector declares
    }

    private OwnersSocket(Path path, ServerSocketChannel door) {
        this.path = path;
        this.door = door;
    }

    /**
     * Listens there; whoever comes waits until {@link #serve}.
     *
     * @throws IOException when that is not possible
     */
    static OwnersSocket listen(Path path) throws IOException {
        refuseIfAnswered(path);
        Files.createDirectories(path.getParent());
        var door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            putInPlace(path, name -> door.bind(UnixDomainSocketAddress.of(name)));
            return new OwnersSocket(path, door);
        } catch (IOException e) {
            door.close();
            throw e;
        }
    }

    /** Where whoever comes waits; not to be accepted by others. */
    ServerSocketChannel door() {
        return door;
    }

    /**
     * Has a server that was started serve those who wait, and who come from now on by a socket of its own in the same
     * place, since it takes none that it has not made.
     *
     * @throws IOException when that is not possible
     */
    void serve(Server server, HttpConfiguration usual) throws IOException {
        var configuration = new HttpConfiguration(usual);
        configuration.addCustomizer((request, fields) -> {
            request.setAttribute(ATTRIBUTE, true);
            return request;
        });
        var made = new UnixDomainServerConnector(server, new HttpConnectionFactory(configuration));
        try {
            putInPlace(path, name -> {
                made.setUnixDomainPath(name);
                made.start();
            });
            handOver(Objects.requireNonNull(made.getBean(SelectorManager.class)));
        } catch (IOException e) {
            stop(made, e);
            throw e;
        }
        connector = Optional.of(made);
    }

    private void handOver(SelectorManager served) throws IOException {
        door.configureBlocking(false);
        for (var waiting = door.accept(); waiting != null; waiting = door.accept()) {
            waiting.configureBlocking(false);
            served.accept(waiting);
        }
        door.close();
    }

    private static void putInPlace(Path path, Binding binding) throws IOException {
        // Two short names: the system takes about a hundred characters.
        var closed = path.resolveSibling(".s");
        var name = closed.resolve("s");
        Files.deleteIfExists(name);
        Files.deleteIfExists(closed);
        Files.createDirectory(
                closed, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            binding.bind(name);
        } catch (Exception e) { // that is what starting declares
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
        Files.setPosixFilePermissions(name, PosixFilePermissions.fromString("rw-------"));
        Files.move(name, path, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(closed);
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
        door.close();
        if (connector.isPresent()) {
            try {
                connector.get().stop();
            } catch (Exception e) { // that is what it declares
                throw new IOException(String.valueOf(e.getMessage()), e);
            }
        }
    }
}
