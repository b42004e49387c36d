package org.aptheke.origin.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.BandwidthLimit;
import org.aptheke.origin.OriginBusyException;
import org.aptheke.origin.OriginClient;
import org.aptheke.origin.OriginIdentity;
import org.aptheke.origin.OriginLimits;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginResponse;
import org.aptheke.origin.OriginUnreachableException;

/**
 * Sends requests over HTTP/1.1, with a pool of connections. Only the pool and the writing of requests are the
 * library's: no redirects, cookies, decoding or retries. One exception: a kept connection that the origin closed in
 * the meantime, found before a byte of the response came, is replaced once (RFC 9110, 9.2.2: GET and HEAD may be sent
 * again). Meant for virtual threads, which an interrupt frees from any wait.
 */
public final class HttpOriginClient implements OriginClient, AutoCloseable {
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);
    private static final Duration SWEEP = Duration.ofSeconds(10);

    private final OriginLimits limits;
    private final BandwidthLimit bandwidth;
    private final RequestWriter writer;
    private final ParentRules parents;
    private final PoolingHttpClientConnectionManager pool;
    private final ReadWatch watch;
    private final Thread sweeper;

    public HttpOriginClient(
            OriginIdentity identity, OriginLimits limits, OriginNetwork network, BandwidthLimit bandwidth) {
        this.limits = limits;
        this.bandwidth = bandwidth;
        this.writer = new RequestWriter(identity);
        this.parents = network.parents();
        this.watch = new ReadWatch();
        this.pool = pool(identity, limits, network, watch);
        this.sweeper = sweeper(pool);
    }

    @Override
    public OriginResponse send(OriginRequest request) throws IOException, InterruptedException {
        var failures = new ArrayList<ParentDeadException>();
        for (var way : parents.ways(request.target().hostName(), request.parent())) {
            try {
                var response = send(request, way);
                parents.worked(way);
                return response;
            } catch (ParentDeadException e) {
                parents.failed(way, String.valueOf(e.getMessage()));
                failures.add(e);
            }
        }
        throw new OriginUnreachableException(
                request.target().authority() + ": "
                        + failures.stream().map(Throwable::getMessage).collect(Collectors.joining("; ")),
                failures.getFirst());
    }

    private OriginResponse send(OriginRequest request, Way way) throws IOException, InterruptedException {
        ConnectionEndpoint endpoint = lease(request.target(), way);
        boolean sent = false;
        try {
            var response = send(request, way, endpoint);
            sent = true;
            return response;
        } catch (IOException e) {
            if (Thread.interrupted()) {
                var interrupted = new InterruptedException(
                        "while waiting for " + request.target().authority());
                interrupted.initCause(e);
                throw interrupted;
            }
            throw e;
        } finally {
            if (!sent) {
                endpoint.close(CloseMode.IMMEDIATE);
                pool.release(endpoint, null, TimeValue.ZERO_MILLISECONDS);
            }
        }
    }

    /** Closes all connections, those in use too. */
    @Override
    public void close() {
        sweeper.interrupt();
        pool.close(CloseMode.IMMEDIATE);
        watch.close();
    }

    /** How many connections are in use, for metrics. */
    public int connectionsInUse() {
        return pool.getTotalStats().getLeased();
    }

    /** How many connections are kept for the next request, for metrics. */
    public int connectionsKept() {
        return pool.getTotalStats().getAvailable();
    }

    private OriginResponse send(OriginRequest request, Way way, ConnectionEndpoint endpoint) throws IOException {
        var exchange = new OriginExchange(request, writer.request(request, way), limits);
        if (endpoint.isConnected()) {
            try {
                exchange.run(endpoint);
                return response(request, way, endpoint, exchange);
            } catch (DeadConnectionException e) {
                endpoint.close(CloseMode.IMMEDIATE);
            }
        }
        pool.connect(endpoint, null, OriginConnector.contextFor(request.target(), way));
        exchange.run(endpoint);
        return response(request, way, endpoint, exchange);
    }

    /**
     * A connection on which a certificate of ours was shown, or was not, is for requests with these credentials alone.
     * Never null: connections with that state the pool would give to any request.
     */
    private static String state(TargetUri target) {
        return target.credential().orElse("");
    }

    private OriginResponse response(
            OriginRequest request, Way way, ConnectionEndpoint endpoint, OriginExchange exchange) throws IOException {
        boolean parentsOwn = way.forwards() && request.target().scheme() == Scheme.HTTP;
        if (way instanceof Way.Through(var parent)
                && parentsOwn
                && exchange.head().getCode() == 407) {
            throw ConnectRequest.refusesLogin(parent); // said to us, not to our client
        }
        var lease = new Lease(pool, endpoint, state(request.target()));
        return HttpOriginResponse.of(request, exchange, lease, limits, bandwidth);
    }

    private ConnectionEndpoint lease(TargetUri target, Way way) throws IOException, InterruptedException {
        var host = new HttpHost(target.scheme().toString(), target.hostName(), target.port());
        var route = route(host, target.scheme() == Scheme.HTTPS, way);
        var wait = Timeout.of(limits.connectionWait());
        LeaseRequest lease = pool.lease("", route, wait, state(target));
        try {
            return lease.get(wait);
        } catch (TimeoutException e) {
            throw busy(target, e);
        } catch (InterruptedException e) {
            giveBack(lease);
            throw e;
        } catch (ExecutionException | CancellationException e) {
            throw new IOException("no connection from the pool for " + target.authority() + ": " + e.getMessage(), e);
        }
    }

    /** What the pool tells connections apart by. */
    private static HttpRoute route(HttpHost host, boolean secure, Way way) {
        return switch (way) {
            case Way.Direct() -> new HttpRoute(host, null, secure);
            case Way.Through(var parent) -> {
                var hop = new HttpHost(parent.kind().name(), parent.host(), parent.port());
                yield new HttpRoute(host, null, hop, secure);
            }
        };
    }

    /** A lease that was granted while we were interrupted would be lost for ever. */
    private void giveBack(LeaseRequest lease) {
        if (lease.cancel()) {
            return;
        }
        try {
            pool.release(lease.get(Timeout.ONE_MILLISECOND), null, TimeValue.ZERO_MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException | CancellationException e) {
            // It was not granted.
        }
    }

    private OriginBusyException busy(TargetUri target, Exception cause) {
        return new OriginBusyException(
                "no free connection to " + target.authority() + " within "
                        + limits.connectionWait().toMillis()
                        + " ms: the limits are " + limits.connectionsPerOrigin() + " per origin and "
                        + limits.connections() + " in all",
                cause);
    }

    private static PoolingHttpClientConnectionManager pool(
            OriginIdentity identity, OriginLimits limits, OriginNetwork network, ReadWatch watch) {
        var count = new AtomicLong();
        var pool = new PoolingHttpClientConnectionManager(
                new OriginConnector(network, limits, identity.userAgent(), watch),
                PoolConcurrencyPolicy.STRICT,
                PoolReusePolicy.LIFO,
                TimeValue.of(LONGEST_LIFE),
                socket -> new OriginConnection("origin-" + count.incrementAndGet()));
        pool.setDefaultMaxPerRoute(limits.connectionsPerOrigin());
        pool.setMaxTotal(limits.connections());
        return pool;
    }

    /** The pool itself looks for dead connections only when one is asked for. */
    private static Thread sweeper(PoolingHttpClientConnectionManager pool) {
        return Thread.ofVirtual().name("origin connections").start(() -> {
            try {
                while (true) {
                    Thread.sleep(SWEEP);
                    pool.closeExpired();
                }
            } catch (InterruptedException e) {
                // The end.
            }
        });
    }

    /** A connection that belongs to one response until it is given back or broken off; either may happen once. */
    record Lease(PoolingHttpClientConnectionManager pool, ConnectionEndpoint endpoint, String state) {
        void giveBack(Duration keepAlive) {
            pool.release(endpoint, state, TimeValue.of(keepAlive));
        }

        void breakOff() {
            endpoint.close(CloseMode.IMMEDIATE);
            pool.release(endpoint, null, TimeValue.ZERO_MILLISECONDS);
        }
    }
}
