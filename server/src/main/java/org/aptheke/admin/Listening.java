package org.aptheke.admin;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where it is asked.
 *
 * @param socket a Unix socket for the owner of this process and root, whom nothing is asked there; empty for none
 * @param identity empty when TLS is not spoken
 */
public record Listening(InetSocketAddress address, Optional<Path> socket, Optional<TlsIdentity> identity) {
    /** Whether nobody from elsewhere can reach it. */
    boolean isLocal() {
        return address.getAddress().isLoopbackAddress();
    }
}
