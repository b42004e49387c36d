package org.aptheke.admin;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.util.Optional;
import org.aptheke.access.Caller;
import org.aptheke.http.AddressText;

/** Who asks, once that was found out, and from where. */
final class Callers {
    private static final String ATTRIBUTE = "org.aptheke.caller";

    private Callers() {}

    /** Empty for those who have not logged in, which only endpoints for everybody meet. */
    static Optional<Caller> of(Context context) {
        return Optional.ofNullable(context.attribute(ATTRIBUTE));
    }

    static void know(Context context, Caller caller) {
        context.attribute(ATTRIBUTE, caller);
    }

    /** The address of who asks; this machine's own for the socket. */
    static InetAddress address(Context context) {
        return OwnersSocket.isWayOf(context.req())
                ? InetAddress.getLoopbackAddress()
                : InetAddress.ofLiteral(context.ip().replaceAll("[\\[\\]]", ""));
    }

    /** The same in words. */
    static String place(Context context) {
        return OwnersSocket.isWayOf(context.req()) ? "socket" : AddressText.of(address(context));
    }
}
