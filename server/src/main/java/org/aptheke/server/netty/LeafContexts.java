package org.aptheke.server.netty;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.io.IOException;
import java.time.Instant;
import org.aptheke.server.netty.TlsContext.Tickets;
import org.jspecify.annotations.Nullable;

/** How TLS is spoken as each intercepted host: made when first needed, kept for a while. Safe for use by many threads. */
final class LeafContexts {
    private static final int MAX_HOSTS = 512;

    private final LeafSource source;
    private final Cache<Key, TlsContext> contexts = Caffeine.newBuilder()
            .maximumSize(MAX_HOSTS)
            .executor(Runnable::run)
            .removalListener(LeafContexts::left)
            .build();

    private record Key(String host, Tickets tickets) {}

    LeafContexts(LeafSource source) {
        this.source = source;
    }

    /**
     * The host's, with a reference for the caller. May block.
     *
     * @throws IOException when no certificate can be had
     */
    TlsContext of(String host, Tickets tickets, Instant now) throws IOException {
        var key = new Key(host, tickets);
        var kept = contexts.getIfPresent(key);
        if (kept != null && now.isBefore(kept.renewAt()) && kept.tryRetain()) {
            return kept;
        }
        var leaf = source.leafFor(host);
        var made = TlsContext.of(leaf.certificate(), leaf.renewAt(), tickets);
        // One reference is the cache's, one the caller's.
        made.retain();
        contexts.put(key, made);
        return made;
    }

    /** The certificates are not to be used any more; connections that use one go on. */
    void clear() {
        contexts.invalidateAll();
        contexts.cleanUp();
    }

    @SuppressWarnings("unused") // the listener's signature
    private static void left(@Nullable Key key, @Nullable TlsContext context, RemovalCause cause) {
        if (context != null) {
            context.release();
        }
    }
}
