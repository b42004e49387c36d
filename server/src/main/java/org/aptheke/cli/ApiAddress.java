package org.aptheke.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.aptheke.config.Settings;

/**
 * Where the API is asked, and what it is shown there.
 *
 * @param base without a path
 * @param socket asked instead of what {@code base} names
 * @param ca whose certificates are trusted; empty for the usual authorities
 */
record ApiAddress(URI base, Optional<Path> socket, Optional<ShownToken> token, Optional<Path> ca) {

    /** Another machine's, or this one's by its name. */
    static ApiAddress remote(URI base, Optional<ShownToken> token, Optional<Path> ca) {
        return new ApiAddress(base, Optional.empty(), token, ca);
    }

    /** That of the program with these settings: by its socket for those who may, else where all others ask. */
    static ApiAddress local(Settings.Console console, Optional<ShownToken> token, Optional<Path> ca) {
        var usable = console.socket().filter(ApiAddress::answers);
        return new ApiAddress(usable.isPresent() ? URI.create("http://localhost") : base(console), usable, token, ca);
    }

    private static boolean answers(Path socket) {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            return false;
        }
    }

    private static URI base(Settings.Console console) {
        InetSocketAddress listen = console.listen();
        var address = listen.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : listen.getAddress();
        var host = address.getHostAddress();
        return URI.create((console.certificate().isPresent() ? "https://" : "http://")
                + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
                + ":" + listen.getPort());
    }

    /** Whether what is sent can be read on the way. */
    boolean isInTheOpen() {
        return socket.isEmpty()
                && "http".equals(base.getScheme())
                && !base.getHost().matches("localhost|127\\.[0-9.]+|\\[::1]");
    }
}
