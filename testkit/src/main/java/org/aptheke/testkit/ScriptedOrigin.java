package org.aptheke.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLServerSocket;

/**
 * An HTTP/1.1 origin on the loopback interface whose every answer is a script, and that remembers every request. It
 * speaks through plain sockets, one virtual thread per connection, and keeps connections alive; it checks nothing the
 * script does. A target is looked up with its query first, then without; what nobody scripted is 404. Safe for use by
 * many threads; scripts may be replaced at any time.
 *
 * <pre>{@code
 * try (var origin = ScriptedOrigin.start()) {
 *     origin.on("/a", Resource.of(Samples.bytes(1, 1000)).withEtag("\"v1\""));
 *     origin.on("/b", (request, reply) -> reply.cutAfter(10, Reply.Ending.RESET).send(200, "cut off soon"));
 *     … origin.awaitRequests("/a", 1, Duration.ofSeconds(5));
 * }
 * }</pre>
 */
public final class ScriptedOrigin implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final ServerSocket listener;
    private final boolean secure;
    private final Map<String, Handler> scripts = new ConcurrentHashMap<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<ReceivedRequest> requests = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private volatile Handler otherwise = (request, reply) -> reply.send(404, "no such file at this origin\n");

    private ScriptedOrigin(ServerSocket listener, boolean secure) {
        this.listener = listener;
        this.secure = secure;
        Thread.ofVirtual().name("origin-accept").start(this::acceptAll);
    }

    /** A plain origin on 127.0.0.1, on any free port. */
    public static ScriptedOrigin start() throws IOException {
        return startOn("127.0.0.1", 0);
    }

    /** A plain origin on [::1], on any free port. */
    public static ScriptedOrigin startOnIpv6() throws IOException {
        return startOn("::1", 0);
    }

    /** A plain origin on an address and port of this machine; port 0 is any free one. */
    public static ScriptedOrigin startOn(String address, int port) throws IOException {
        var listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), BACKLOG);
        return new ScriptedOrigin(listener, false);
    }

    /** An origin on 127.0.0.1 that speaks TLS with the CA's server certificate. */
    public static ScriptedOrigin startTls(ThrowawayCa ca) throws IOException {
        return startTlsOn("127.0.0.1", 0, ca);
    }

    /** The same on an address and port of this machine. */
    public static ScriptedOrigin startTlsOn(String address, int port, ThrowawayCa ca) throws IOException {
        var listener = ca.serverContext()
                .getServerSocketFactory()
                .createServerSocket(port, BACKLOG, InetAddress.ofLiteral(address));
        return new ScriptedOrigin(listener, true);
    }

    /** An origin on 127.0.0.1 with TLS, but clients must show a certificate of the CA. */
    public static ScriptedOrigin startMutualTls(ThrowawayCa ca) throws IOException {
        var listener = (SSLServerSocket) ca.mutualContext()
                .getServerSocketFactory()
                .createServerSocket(0, BACKLOG, InetAddress.ofLiteral("127.0.0.1"));
        listener.setNeedClientAuth(true);
        return new ScriptedOrigin(listener, true);
    }

    // Scripts

    public ScriptedOrigin on(String target, Handler script) {
        scripts.put(target, script);
        return this;
    }

    /** Answers what has no script of its own. */
    public ScriptedOrigin otherwise(Handler script) {
        otherwise = script;
        return this;
    }

    // Where it is

    public int port() {
        return listener.getLocalPort();
    }

    /** {@code 127.0.0.1:PORT} or {@code [::1]:PORT}. */
    public String authority() {
        var host = listener.getInetAddress().getHostAddress();
        return (host.contains(":") ? "[::1]" : host) + ":" + port();
    }

    public String url(String target) {
        return (secure ? "https://" : "http://") + authority() + target;
    }

    // What it saw

    public List<ReceivedRequest> requests() {
        lock.lock();
        try {
            return List.copyOf(requests);
        } finally {
            lock.unlock();
        }
    }

    public List<ReceivedRequest> requests(String target) {
        return requests().stream().filter(r -> r.target().equals(target)).toList();
    }

    public int count(String target) {
        return requests(target).size();
    }

    public int count() {
        return requests().size();
    }

    /** Forgets the requests so far. */
    public void forget() {
        lock.lock();
        try {
            requests.clear();
        } finally {
            lock.unlock();
        }
    }

    /** How many connections were ever accepted. */
    public int acceptedConnections() {
        return accepted.get();
    }

    public int openConnections() {
        return connections.size();
    }

    /** Waits until at least {@code n} requests for the target have come, and gives them. */
    public List<ReceivedRequest> awaitRequests(String target, int n, Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (count(target) < n) {
                if (left <= 0) {
                    throw new AssertionError(
                            "%d of %d requests for %s within %s".formatted(count(target), n, target, limit));
                }
                left = changed.awaitNanos(left);
            }
            return requests(target);
        } finally {
            lock.unlock();
        }
    }

    /** What went wrong inside scripts; a client that left is not a failure. */
    public List<Throwable> failures() {
        lock.lock();
        try {
            return List.copyOf(failures);
        } finally {
            lock.unlock();
        }
    }

    /** Breaks all open connections off. */
    public void dropConnections() {
        connections.forEach(ScriptedOrigin::closeQuietly);
    }

    /** Stops listening and breaks off what is open. */
    @Override
    public void close() throws IOException {
        listener.close();
        dropConnections();
    }

    // The server

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                int number = accepted.incrementAndGet();
                connections.add(socket);
                Thread.ofVirtual().name("origin-" + number).start(() -> converse(socket, number));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    fail(e);
                }
            }
        }
    }

    private void converse(Socket socket, int number) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            boolean open = true;
            while (open) {
                var head = HeadReader.readHead(in);
                open = !head.isEmpty() && answer(ReceivedRequest.parse(head, number, System.nanoTime()), socket, in);
            }
        } catch (IOException e) {
            // The client left, or the script cut the connection: both are ordinary here.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | AssertionError e) {
            fail(e);
        } finally {
            connections.remove(socket);
            signal();
        }
    }

    /** Runs the script; true if the connection stays open. */
    private boolean answer(ReceivedRequest request, Socket socket, InputStream in)
            throws IOException, InterruptedException {
        skipContent(request, in);
        record(request);
        var reply = new Reply(socket, socket.getOutputStream(), request);
        scriptFor(request).answer(request, reply);
        boolean clientCloses =
                request.field("Connection").filter("close"::equalsIgnoreCase).isPresent();
        return !reply.isClosing() && !clientCloses && !socket.isClosed();
    }

    private Handler scriptFor(ReceivedRequest request) {
        var exact = scripts.get(request.target());
        return exact != null ? exact : scripts.getOrDefault(request.path(), otherwise);
    }

    private static void skipContent(ReceivedRequest request, InputStream in) throws IOException {
        var length = request.field("Content-Length");
        if (length.isPresent()) {
            in.skipNBytes(Long.parseLong(length.get()));
        }
    }

    private void record(ReceivedRequest request) {
        lock.lock();
        try {
            requests.add(request);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void fail(Throwable failure) {
        lock.lock();
        try {
            failures.add(failure);
        } finally {
            lock.unlock();
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
