package org.aptheke.server.netty;

import java.util.Optional;

/** The host of a CONNECT that this program answers itself. Used on the connection's event loop only. */
final class InterceptedParty implements TlsParty {
    private final ClientConnection connection;
    private final PendingAnswer pending;
    private final Outcome.Intercepted outcome;
    private boolean contextHandedOver;

    /** Takes over the outcome. */
    InterceptedParty(ClientConnection connection, PendingAnswer pending, Outcome.Intercepted outcome) {
        this.connection = connection;
        this.pending = pending;
        this.outcome = outcome;
    }

    @Override
    public TlsContext context() {
        contextHandedOver = true;
        return outcome.context();
    }

    @Override
    public Optional<String> onlyName() {
        return Optional.of(outcome.origin().host());
    }

    @Override
    public void opened() {
        connection.listener().counters().intercepted().increment();
        report("");
        connection
                .channel()
                .pipeline()
                .addLast(new FilePieces())
                .addLast(new ConnectionHandler(
                        connection, Role.Origin.of(outcome.origin(), pending.user()), Outlet.Between.HANDLERS));
    }

    @Override
    public void refused(String cause) {
        if (!contextHandedOver) {
            outcome.discard();
        }
        report(cause);
    }

    private void report(String cause) {
        connection.listener().events().accept(pending.event(connection.client(), 200, 0, "", cause));
    }
}
