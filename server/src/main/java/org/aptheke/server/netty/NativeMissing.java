package org.aptheke.server.netty;

import io.netty.channel.epoll.Epoll;
import java.io.IOException;

/** What is said where only the native library of epoll would do and it is not there. */
final class NativeMissing {
    private NativeMissing() {}

    static IOException exception(String what) {
        var cause = Epoll.unavailabilityCause();
        return new IOException(
                what + " need the native library of epoll, which is not available here: "
                        + (cause == null ? "" : cause.getMessage()),
                cause);
    }
}
