package org.aptheke.origin;

import java.time.Duration;

/**
 * How much time and room an origin gets.
 *
 * @param connect to reach any address of a host, and again for the TLS handshake
 * @param header from sending the request to the end of the response's header section
 * @param idle between two pieces of content
 * @param minimumRate bytes per second that content must arrive with, on average over {@code rateWindow}; 0 for any
 * @param rateWindow counts only the time spent waiting for the origin
 * @param maxObject bytes of content; more is refused
 * @param connectionsPerOrigin connections to one scheme, host and port at a time
 * @param connections connections to all origins at a time
 * @param connectionWait for a free connection, when those limits are reached
 * @param keepAlive how long an idle connection is kept
 */
public record OriginLimits(
        Duration connect,
        Duration header,
        Duration idle,
        long minimumRate,
        Duration rateWindow,
        long maxObject,
        int connectionsPerOrigin,
        int connections,
        Duration connectionWait,
        Duration keepAlive) {
    public static final OriginLimits DEFAULT = new OriginLimits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            1024,
            Duration.ofSeconds(30),
            64L << 30,
            8,
            64,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30));

    public OriginLimits {
        requirePositive("connect", connect);
        requirePositive("header", header);
        requirePositive("idle", idle);
        requirePositive("rateWindow", rateWindow);
        requirePositive("connectionWait", connectionWait);
        requirePositive("keepAlive", keepAlive);
        if (minimumRate < 0 || maxObject < 1 || connectionsPerOrigin < 1 || connections < 1) {
            throw new IllegalArgumentException("not usable as limits: minimumRate " + minimumRate + ", maxObject "
                    + maxObject + ", connectionsPerOrigin " + connectionsPerOrigin + ", connections " + connections);
        }
    }

    public OriginLimits withTimes(Duration newConnect, Duration newHeader, Duration newIdle) {
        return new OriginLimits(
                newConnect,
                newHeader,
                newIdle,
                minimumRate,
                rateWindow,
                maxObject,
                connectionsPerOrigin,
                connections,
                connectionWait,
                keepAlive);
    }

    public OriginLimits withMinimumRate(long bytesPerSecond, Duration window) {
        return new OriginLimits(
                connect,
                header,
                idle,
                bytesPerSecond,
                window,
                maxObject,
                connectionsPerOrigin,
                connections,
                connectionWait,
                keepAlive);
    }

    public OriginLimits withMaxObject(long bytes) {
        return new OriginLimits(
                connect,
                header,
                idle,
                minimumRate,
                rateWindow,
                bytes,
                connectionsPerOrigin,
                connections,
                connectionWait,
                keepAlive);
    }

    public OriginLimits withConnections(int perOrigin, int total, Duration wait) {
        return new OriginLimits(
                connect, header, idle, minimumRate, rateWindow, maxObject, perOrigin, total, wait, keepAlive);
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be longer than nothing, is " + value);
        }
    }
}
