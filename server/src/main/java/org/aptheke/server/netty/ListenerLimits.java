package org.aptheke.server.netty;

import java.time.Duration;

/**
 * What one listener allows itself and its clients. Immutable.
 *
 * @param connections open at a time; further ones get 503 and are closed
 * @param connectionsPerClient of one {@link org.aptheke.route.ClientNetwork}; further ones get 429; 0 for no limit
 * @param requestsAhead decoded and begun on one connection before the first of them is answered
 * @param requestsRunning being worked on by the engine, on all connections together; further ones get 503
 * @param requestLineBytes else 414
 * @param fieldBytes of one field line, else 431
 * @param fieldsBytes of all field lines of a request together, else 431
 * @param fieldCount of a request, else 431
 * @param contentBytes of a request's content, which is read and thrown away; more gets 413
 * @param headerTimeout from the first byte of a request to its last, else 408
 * @param idleTimeout of a connection between requests
 * @param stallTimeout how long a client may take no byte of an answer before it is cut off
 * @param tunnelIdleTimeout how long a tunnel may be silent in both directions
 * @param connectTimeout for each address of a tunnel's far end
 * @param drainQuiet how long a connection may be silent before it is closed when the listener stops
 * @param hotBytes of answers kept complete in memory
 * @param hotObjectBytes the largest content that is kept, or read, into memory; larger ones go by sendfile
 * @param hotFiles descriptors kept open for larger repeatable answers
 * @param answerBytes of memory for answers from files that are not kept, on their way to clients; when it is used up,
 *     they go by sendfile
 */
public record ListenerLimits(
        int connections,
        int connectionsPerClient,
        int requestsAhead,
        int requestsRunning,
        int requestLineBytes,
        int fieldBytes,
        int fieldsBytes,
        int fieldCount,
        int contentBytes,
        Duration headerTimeout,
        Duration idleTimeout,
        Duration stallTimeout,
        Duration tunnelIdleTimeout,
        Duration connectTimeout,
        Duration drainQuiet,
        long hotBytes,
        int hotObjectBytes,
        int hotFiles,
        long answerBytes) {

    /** Clients of kept connections that ask at all ask more often, or look first whether the connection is open. */
    public static final Duration DRAIN_QUIET = Duration.ofSeconds(1);

    public static final ListenerLimits DEFAULT = new ListenerLimits(
            10_000,
            256,
            16,
            20_000,
            8 << 10,
            8 << 10,
            64 << 10,
            256,
            64 << 10,
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(120),
            Duration.ofMinutes(10),
            Duration.ofSeconds(10),
            DRAIN_QUIET,
            64L << 20,
            64 << 10,
            1024,
            64L << 20);

    public ListenerLimits {
        if (connections < 1 || connectionsPerClient < 0 || requestsAhead < 1 || requestsRunning < 1) {
            throw new IllegalArgumentException("connections " + connections + ", per client " + connectionsPerClient
                    + ", requests ahead " + requestsAhead + ", running " + requestsRunning);
        }
        if (requestLineBytes < 16
                || fieldBytes < 16
                || fieldsBytes < fieldBytes
                || fieldCount < 1
                || contentBytes < 0) {
            throw new IllegalArgumentException("request line " + requestLineBytes + ", field " + fieldBytes
                    + ", fields " + fieldsBytes + ", count " + fieldCount + ", content " + contentBytes);
        }
        if (hotBytes < 0 || hotObjectBytes < 0 || hotFiles < 0 || answerBytes < 0) {
            throw new IllegalArgumentException("hot set " + hotBytes + ", object " + hotObjectBytes + ", files "
                    + hotFiles + ", answers " + answerBytes);
        }
    }

    public ListenerLimits withConnections(int newConnections, int newPerAddress) {
        return new ListenerLimits(
                newConnections,
                newPerAddress,
                requestsAhead,
                requestsRunning,
                requestLineBytes,
                fieldBytes,
                fieldsBytes,
                fieldCount,
                contentBytes,
                headerTimeout,
                idleTimeout,
                stallTimeout,
                tunnelIdleTimeout,
                connectTimeout,
                drainQuiet,
                hotBytes,
                hotObjectBytes,
                hotFiles,
                answerBytes);
    }

    /** The same limits with other times: for a request's header section, between requests, without progress, and for tunnels. */
    public ListenerLimits withTimeouts(Duration header, Duration idle, Duration stall, Duration tunnelIdle) {
        return new ListenerLimits(
                connections,
                connectionsPerClient,
                requestsAhead,
                requestsRunning,
                requestLineBytes,
                fieldBytes,
                fieldsBytes,
                fieldCount,
                contentBytes,
                header,
                idle,
                stall,
                tunnelIdle,
                connectTimeout,
                drainQuiet,
                hotBytes,
                hotObjectBytes,
                hotFiles,
                answerBytes);
    }

    public ListenerLimits withConnectTimeout(Duration newConnectTimeout) {
        return new ListenerLimits(
                connections,
                connectionsPerClient,
                requestsAhead,
                requestsRunning,
                requestLineBytes,
                fieldBytes,
                fieldsBytes,
                fieldCount,
                contentBytes,
                headerTimeout,
                idleTimeout,
                stallTimeout,
                tunnelIdleTimeout,
                newConnectTimeout,
                drainQuiet,
                hotBytes,
                hotObjectBytes,
                hotFiles,
                answerBytes);
    }

    /** The same limits with other sizes of the hot set. */
    public ListenerLimits withHot(long bytes, int files) {
        return new ListenerLimits(
                connections,
                connectionsPerClient,
                requestsAhead,
                requestsRunning,
                requestLineBytes,
                fieldBytes,
                fieldsBytes,
                fieldCount,
                contentBytes,
                headerTimeout,
                idleTimeout,
                stallTimeout,
                tunnelIdleTimeout,
                connectTimeout,
                drainQuiet,
                bytes,
                hotObjectBytes,
                files,
                answerBytes);
    }

    /** The same limits with another time in which a connection must be silent to be closed when the listener stops. */
    ListenerLimits withDrainQuiet(Duration newDrainQuiet) {
        return new ListenerLimits(
                connections,
                connectionsPerClient,
                requestsAhead,
                requestsRunning,
                requestLineBytes,
                fieldBytes,
                fieldsBytes,
                fieldCount,
                contentBytes,
                headerTimeout,
                idleTimeout,
                stallTimeout,
                tunnelIdleTimeout,
                connectTimeout,
                newDrainQuiet,
                hotBytes,
                hotObjectBytes,
                hotFiles,
                answerBytes);
    }
}
