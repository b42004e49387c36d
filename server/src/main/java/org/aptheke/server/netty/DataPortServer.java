package org.aptheke.server.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.aptheke.cache.CacheKey;
import org.aptheke.events.EventSink;
import org.aptheke.proxy.DataPort;
import org.aptheke.proxy.HotEpochs;
import org.aptheke.store.Catalog;

/**
 * Listens on the data port and answers there. Started once and stopped once, by one thread; the other methods may be
 * called by any.
 */
public final class DataPortServer {
    private static final int BACKLOG = 4096;
    private static final int READ_BYTES = 16 << 10;
    private static final int READS_AT_A_TIME = 4;
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 << 10, 256 << 10);
    private static final long SWEEPS_PER_TIMEOUT = 4;
    private static final long DRAIN_SWEEP_NANOS = 100_000_000L;
    private static final long MIN_SWEEP_MILLIS = 20;
    private static final long MAX_SWEEP_MILLIS = 2500;

    static {
        // Netty samples buffers with their stack traces to find lost ones: that is for tests, which ask for it.
        if (System.getProperty("io.netty.leakDetection.level") == null) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
    }

    private final Listener listener;
    private final ListenerLimits limits;
    private final List<Channel> serverChannels = new ArrayList<>();
    private final List<Channel> tlsServerChannels = new ArrayList<>();
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Map<EventLoop, LoopConnections> loops = new HashMap<>();
    private final MultiThreadIoEventLoopGroup group;
    private final Transport transport;
    private final Admission admission;
    private final AtomicInteger turnedAway = new AtomicInteger();

    /** Which of the kernel's interfaces is used. */
    private record Transport(IoHandlerFactory handlers, Class<? extends ServerChannel> server) {
        static Transport best() {
            return Epoll.isAvailable()
                    ? new Transport(SteadyEpoll.newFactory(), EpollServerSocketChannel.class)
                    : portable();
        }

        static Transport portable() {
            return new Transport(NioIoHandler.newFactory(), NioServerSocketChannel.class);
        }
    }

    /** What stands behind a listener. */
    public record Behind(
            DataPort dataPort, HotEpochs epochs, EventSink events, TunnelConnector tunnels, LeafSource leaves) {}

    public DataPortServer(Behind behind, ListenerLimits limits, InstantSource clock) {
        this(behind, limits, clock, true);
    }

    /** {@code nativeTransport} false: without epoll, as on systems that do not have it. */
    DataPortServer(Behind behind, ListenerLimits limits, InstantSource clock, boolean nativeTransport) {
        this.limits = limits;
        var hotSet = new HotSet(behind.epochs(), limits.hotBytes(), limits.hotFiles());
        this.listener = new Listener(behind, hotSet, limits, clock);
        this.admission = new Admission(limits.connections(), limits.connectionsPerClient());
        this.transport = nativeTransport ? Transport.best() : Transport.portable();
        this.group = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(),
                new DefaultThreadFactory("data-port", false),
                transport.handlers());
        group.forEach(loop -> loops.put((EventLoop) loop, new LoopConnections()));
    }

    /**
     * Binds all addresses and begins to serve.
     *
     * @throws IOException when one cannot be bound; the message names it, and none is left bound
     */
    public void start(List<InetSocketAddress> addresses) throws IOException, InterruptedException {
        start(addresses, List.of());
    }

    /**
     * The same, and speaks TLS on some further addresses; {@link #speakTlsBy} comes before.
     *
     * @throws IOException when one cannot be bound; the message names it, and none is left bound
     */
    public void start(List<InetSocketAddress> addresses, List<InetSocketAddress> tlsAddresses)
            throws IOException, InterruptedException {
        startAt(owned(addresses), owned(tlsAddresses));
    }

    private static List<Place> owned(List<InetSocketAddress> addresses) {
        return addresses.stream().<Place>map(Place.Own::new).toList();
    }

    /**
     * The same at places of which some may listen already.
     *
     * @throws IOException when one cannot be bound; the message names it, and none is left open
     */
    public void startAt(List<Place> places, List<Place> tlsPlaces) throws IOException, InterruptedException {
        long period = sweepMillis();
        loops.forEach((loop, connections) -> {
            var _ = loop.scheduleAtFixedRate(connections::sweep, period, period, TimeUnit.MILLISECONDS);
        });
        for (var place : places) {
            serverChannels.add(open(place, false));
        }
        for (var place : tlsPlaces) {
            tlsServerChannels.add(open(place, true));
        }
    }

    private Channel open(Place place, boolean tls) throws IOException, InterruptedException {
        ChannelFuture opening = switch (place) {
            case Place.Own(var address) ->
                bootstrap(tls).channel(transport.server()).bind(address);
            case Place.Inherited(int descriptor) -> {
                ChannelFactory<ServerChannel> taking = () -> new EpollServerSocketChannel(descriptor);
                yield bootstrap(tls).channelFactory(taking).register();
            }
        };
        if (!opening.await().isSuccess()) {
            stop(Duration.ZERO);
            throw new IOException(
                    "cannot listen on " + described(place) + ": "
                            + opening.cause().getMessage(),
                    opening.cause());
        }
        return opening.channel();
    }

    private static String described(Place place) {
        return switch (place) {
            case Place.Own(var address) -> address.getHostString() + ":" + address.getPort();
            case Place.Inherited(int descriptor) -> "inherited socket " + descriptor;
        };
    }

    /** The addresses listened on, in the order given to {@link #start}, with the ports the system chose for port 0. */
    public List<InetSocketAddress> boundAddresses() {
        return addresses(serverChannels);
    }

    /** The same for the addresses on which it speaks TLS. */
    public List<InetSocketAddress> boundTlsAddresses() {
        return addresses(tlsServerChannels);
    }

    private static List<InetSocketAddress> addresses(List<Channel> channels) {
        return channels.stream()
                .map(channel -> (InetSocketAddress) channel.localAddress())
                .toList();
    }

    /**
     * Shows this certificate on its own ports from now on; connections that were begun with another go on.
     *
     * @throws IOException when it cannot be used
     */
    public void speakTlsBy(ServerCertificate certificate) throws IOException {
        listener.speakTlsBy(TlsContext.of(certificate, Instant.MAX, TlsContext.Tickets.GIVEN));
    }

    /** Asks for new certificates of intercepted hosts from now on; connections that have one go on. */
    public void forgetLeaves() {
        listener.leafContexts().clear();
    }

    public ListenerCounters counters() {
        return listener.counters();
    }

    /** What it holds in memory just now. */
    public HotFigures hotFigures() {
        return listener.hotSet().figures(memory().taken());
    }

    /** How often answers were given from memory since the last call: for {@link Catalog#noteUses}. */
    public Map<CacheKey, Catalog.Uses> drainUses() {
        return listener.hotSet().drainUses();
    }

    /**
     * Takes no more connections, waits until what was asked is answered, but not longer than the grace, and cuts the
     * rest off. The next answer of each connection says that it is the last one; a connection that is silent for a
     * moment is closed. What waits on an inherited socket is left to whoever has it open too. Returns when all is closed; a second call has no further effect.
     */
    public void stop(Duration grace) throws InterruptedException {
        if (group.isShuttingDown()) {
            group.terminationFuture().await();
            return;
        }
        for (var channel : serverChannels) {
            channel.close().await();
        }
        for (var channel : tlsServerChannels) {
            channel.close().await();
        }
        drain(grace);
        onEachLoop(LoopConnections::cut);
        clients.close().await();
        listener.hotSet().clear();
        listener.leafContexts().clear();
        listener.speakTlsBy(null);
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).await();
    }

    /** Returns when all connections have ended, or the time is over. */
    private void drain(Duration grace) throws InterruptedException {
        long end = System.nanoTime() + grace.toNanos();
        onEachLoop(LoopConnections::drain);
        var allClosed = clients.newCloseFuture();
        while (!allClosed.await(Math.clamp(end - System.nanoTime(), 0, DRAIN_SWEEP_NANOS), TimeUnit.NANOSECONDS)
                && System.nanoTime() - end < 0) {
            onEachLoop(LoopConnections::sweep);
        }
    }

    /** The event loops: each runs what it is given as soon as it has turned. */
    public List<Executor> eventLoops() {
        return List.copyOf(loops.keySet());
    }

    MemoryBudget memory() {
        return listener.preparation().budget();
    }

    private void onEachLoop(Consumer<LoopConnections> action) throws InterruptedException {
        for (var entry : loops.entrySet()) {
            entry.getKey().submit(() -> action.accept(entry.getValue())).await();
        }
    }

    private ServerBootstrap bootstrap(boolean tls) {
        return new ServerBootstrap()
                .group(group)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(512, 2048, READ_BYTES).maxMessagesPerRead(READS_AT_A_TIME))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel, tls);
                    }
                });
    }

    private void accept(SocketChannel channel, boolean tls) {
        var client = channel.remoteAddress().getAddress();
        var siblings = loops.get(channel.eventLoop());
        var result = siblings == null ? Admission.Result.TOO_MANY : admission.enter(client);
        if (siblings == null || result != Admission.Result.ADMITTED) {
            listener.counters().refusedConnections().increment();
            if (result == Admission.Result.TOO_MANY_OF_THE_CLIENT) {
                listener.counters().refusedConnectionsOfClients().increment();
            }
            channel.pipeline().addLast(new Turnstile(turnedAway, tls ? new byte[0] : words(result)));
            return;
        }
        clients.add(channel);
        listener.counters().connections().increment();
        listener.counters().openConnections().increment();
        channel.closeFuture().addListener(_ -> {
            admission.leave(client);
            listener.counters().openConnections().decrement();
        });
        var connection = new ClientConnection(listener, channel, siblings, client);
        channel.pipeline()
                .addLast(
                        tls
                                ? new TlsGate(connection, new ListenerParty(connection))
                                : new ConnectionHandler(connection, Role.Proxy.PROXY, Outlet.Between.NOTHING));
    }

    private byte[] words(Admission.Result result) {
        return result == Admission.Result.TOO_MANY_OF_THE_CLIENT
                ? OwnAnswers.tooManyConnectionsOfTheClient(limits.connectionsPerClient())
                : OwnAnswers.tooManyConnections(limits.connections());
    }

    /** Often enough for the shortest of the timeouts. */
    private long sweepMillis() {
        long shortest = Math.min(
                Math.min(limits.headerTimeout().toMillis(), limits.idleTimeout().toMillis()),
                Math.min(
                        limits.stallTimeout().toMillis(),
                        limits.tunnelIdleTimeout().toMillis()));
        return Math.clamp(shortest / SWEEPS_PER_TIMEOUT, MIN_SWEEP_MILLIS, MAX_SWEEP_MILLIS);
    }
}
