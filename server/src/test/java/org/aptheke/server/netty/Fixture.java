package org.aptheke.server.netty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.aptheke.events.Event;
import org.aptheke.proxy.HotEpochs;
import org.aptheke.testkit.Poll;

/** A listener on a port of its own before a scripted engine, with a clock the test moves. */
final class Fixture implements AutoCloseable {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final TunnelConnector TO_LOOPBACK =
            (host, number) -> List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));

    static {
        LeakWatch.install();
    }

    private final ScriptedPort port = new ScriptedPort();
    private final HotEpochs epochs = new HotEpochs();
    private final List<Event.Answered> events = new CopyOnWriteArrayList<>();
    private final DataPortServer server;
    private volatile Instant now = Instant.parse("2026-11-22T10:00:00Z");

    Fixture() throws IOException, InterruptedException {
        this(ListenerLimits.DEFAULT);
    }

    Fixture(ListenerLimits limits) throws IOException, InterruptedException {
        this(limits, TO_LOOPBACK, true);
    }

    Fixture(ListenerLimits limits, TunnelConnector connector, boolean nativeTransport)
            throws IOException, InterruptedException {
        this(limits, connector, LeafSource.NONE, nativeTransport);
        server.start(List.of(ANY_PORT));
    }

    private Fixture(ListenerLimits limits, TunnelConnector connector, LeafSource leaves, boolean nativeTransport) {
        server = new DataPortServer(
                new DataPortServer.Behind(port, epochs, event -> events.add((Event.Answered) event), connector, leaves),
                limits,
                () -> now,
                nativeTransport);
    }

    /** One that intercepts, and that speaks TLS with this certificate on another port. */
    static Fixture secure(ListenerLimits limits, LeafSource leaves, ServerCertificate own)
            throws IOException, InterruptedException {
        var fixture = new Fixture(limits, TO_LOOPBACK, leaves, true);
        fixture.server.speakTlsBy(own);
        fixture.server.start(List.of(ANY_PORT), List.of(ANY_PORT));
        return fixture;
    }

    ScriptedPort port() {
        return port;
    }

    HotEpochs epochs() {
        return epochs;
    }

    DataPortServer server() {
        return server;
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    InetSocketAddress address() {
        return server.boundAddresses().getFirst();
    }

    InetSocketAddress tlsAddress() {
        return server.boundTlsAddresses().getFirst();
    }

    RawClient client() throws IOException {
        return new RawClient(address());
    }

    /** The events, once there are so many. */
    List<Event.Answered> events(int count) {
        await(() -> events.size() >= count);
        return events;
    }

    /** Stops on a thread of its own. */
    Thread stopping(Duration grace) {
        return Thread.ofVirtual().start(() -> stop(grace));
    }

    private void stop(Duration grace) {
        try {
            server.stop(grace);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static void await(BooleanSupplier condition) {
        Poll.until("what the test waits for", condition::getAsBoolean);
    }

    /** Stops, and looks whether all memory came back. */
    @Override
    public void close() {
        stop(Duration.ofMillis(100));
        await(() -> server.memory().taken() == 0);
        await(() -> server.counters().openConnections().sum() == 0);
        await(() -> server.counters().running().sum() == 0);
        LeakWatch.check();
    }
}
