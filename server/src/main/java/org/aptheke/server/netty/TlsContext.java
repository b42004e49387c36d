package org.aptheke.server.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * How this program speaks TLS with one certificate: versions, ciphers, sessions. Shared by the connections that use it
 * and freed when the last holder releases it. Immutable but for that count; safe for use by many threads.
 */
final class TlsContext extends AbstractReferenceCounted {
    /** The only protocol spoken inside. */
    static final String HTTP = "http/1.1";

    /** What is encrypted at a time: the records of one piece of a file leave in one buffer. */
    private static final int WRAP_BYTES = FilePieces.PIECE_BYTES;

    /** Room for what the inner record adds. */
    private static final int INNER_RECORD_BYTES = (16 << 10) - 256;

    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
    /** With forward secrecy and authenticated encryption only; what hardware does fastest comes first. */
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private static final ApplicationProtocolConfig APPLICATION_PROTOCOLS = new ApplicationProtocolConfig(
            Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, HTTP);

    private static final long SESSIONS = 1024;
    private static final Duration SESSION_LIFE = Duration.ofHours(1);

    private final SslContext context;
    private final Instant renewAt;

    /** Whether clients get what shortens their next handshake. */
    enum Tickets {
        GIVEN,
        NOT_GIVEN
    }

    private TlsContext(SslContext context, Instant renewAt) {
        this.context = context;
        this.renewAt = renewAt;
    }

    /**
     * Speaks TLS with this certificate, by the native library where there is one.
     *
     * @throws SSLException when the certificate or its key cannot be used
     */
    static TlsContext of(ServerCertificate certificate, Instant renewAt, Tickets tickets) throws SSLException {
        return of(certificate, renewAt, tickets, OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK);
    }

    static TlsContext of(ServerCertificate certificate, Instant renewAt, Tickets tickets, SslProvider provider)
            throws SSLException {
        var keys = new OneKey(certificate);
        var context = SslContextBuilder.forServer(
                        provider == SslProvider.JDK ? keys : new OpenSslCachingX509KeyManagerFactory(keys))
                .sslProvider(provider)
                .protocols(PROTOCOLS)
                .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(APPLICATION_PROTOCOLS)
                .sessionCacheSize(SESSIONS)
                .sessionTimeout(SESSION_LIFE.toSeconds())
                .build();
        if (tickets == Tickets.GIVEN && context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
            // Tickets are off by default there; without a key of ours the library makes keys and renews them.
            sessions.setTicketKeys();
        }
        return new TlsContext(context, renewAt);
    }

    /** For one connection. The caller holds a reference. */
    SslHandler newHandler(ByteBufAllocator allocator, Duration handshakeLimit) {
        var handler = context.newHandler(allocator);
        handler.setHandshakeTimeoutMillis(handshakeLimit.toMillis());
        handler.setWrapDataSize(WRAP_BYTES);
        return handler;
    }

    /**
     * The same for TLS that is spoken within TLS. apt 2.6 waits for the socket while the rest of what it read lies in the
     * outer layer; so a record of the outer layer never holds more than one of the inner, which fits into it.
     */
    SslHandler newHandlerWithin(SslHandler outer, ByteBufAllocator allocator, Duration handshakeLimit) {
        var handler = newHandler(allocator, handshakeLimit);
        handler.setWrapDataSize(INNER_RECORD_BYTES);
        outer.setWrapDataSize(0);
        return handler;
    }

    Instant renewAt() {
        return renewAt;
    }

    /** Retains it unless it was freed a moment ago. */
    boolean tryRetain() {
        try {
            retain();
            return true;
        } catch (IllegalReferenceCountException e) {
            return false;
        }
    }

    @Override
    protected void deallocate() {
        ReferenceCountUtil.release(context);
    }

    @Override
    public ReferenceCounted touch(Object hint) {
        return this;
    }
}
