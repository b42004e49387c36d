package org.aptheke.announce;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service that is announced on all networks of the machine until it is closed, which says goodbye. Networks that come
 * and go are noticed within a minute. Safe for use by many threads.
 */
public final class Announcement implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Announcement.class);

    /** As {@code squid-deb-proxy-client} and its kin look for it. */
    private static final String TYPE = "_apt_proxy._tcp.local.";

    private static final long PERIOD_SECONDS = 60;

    private final String host;
    private final int port;
    private final Places places;
    /** Does everything, one thing after another. */
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("announcement").factory());

    /** Of the timer's thread alone. */
    private final Map<InetAddress, JmDNS> responders = new HashMap<>();

    private Announcement(String host, int port, Places places) {
        this.host = host;
        this.port = port;
        this.places = places;
    }

    /** Begins to announce, without waiting for it: names are probed for first, which takes a second. */
    public static Announcement start(String host, int port, Places places) {
        var announcement = new Announcement(host, port, places);
        var _ = announcement.timer.scheduleWithFixedDelay(announcement::look, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
        return announcement;
    }

    private void look() {
        try {
            keepTo(places.find());
        } catch (RuntimeException e) {
            LOG.error("the networks could not be looked at", e);
        }
    }

    private void keepTo(Set<InetAddress> wanted) {
        var gone = new HashMap<>(responders);
        gone.keySet().removeAll(wanted);
        responders.keySet().retainAll(wanted);
        end(gone);
        for (var address : wanted) {
            if (!responders.containsKey(address)) {
                begin(address);
            }
        }
    }

    private void begin(InetAddress address) {
        try {
            var responder = JmDNS.create(address, host);
            responders.put(address, responder);
            responder.registerService(ServiceInfo.create(TYPE, "Aptheke on " + host, port, ""));
            LOG.info("announced by mDNS at {}, as {} at port {}", address.getHostAddress(), TYPE, port);
        } catch (IOException e) {
            LOG.warn("not announced by mDNS at {}: {}", address.getHostAddress(), e.getMessage());
        }
    }

    /** All at the same time: each takes a second or so, and five at most. */
    private static void end(Map<InetAddress, JmDNS> all) {
        try (var goodbyes = Executors.newVirtualThreadPerTaskExecutor()) {
            all.forEach((address, responder) -> goodbyes.execute(() -> end(address, responder)));
        }
    }

    private static void end(InetAddress address, JmDNS responder) {
        try {
            responder.close();
        } catch (IOException e) {
            LOG.warn("no goodbye by mDNS at {}: {}", address.getHostAddress(), e.getMessage());
        }
    }

    /** Takes as long as the goodbyes do. */
    @Override
    public void close() {
        timer.execute(() -> keepTo(Set.of()));
        timer.close();
    }
}
