package org.aptheke.server.netty;

import io.netty.channel.Channel;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.aptheke.origin.ParentProxy;

/** The handlers by which a connection to a parent proxy becomes one to the far end. */
final class ParentHandlers {
    private ParentHandlers() {}

    /** Adds them; the connection is usable when the future of the one returned is done. */
    static ProxyHandler add(Channel channel, TunnelWay.Parent parent, InetSocketAddress address, Duration limit) {
        if (parent.proxy().kind() == ParentProxy.Kind.HTTPS) {
            channel.pipeline().addLast(tls(parent));
        }
        var handler = handler(parent.proxy(), address);
        handler.setConnectTimeoutMillis(limit.toMillis());
        channel.pipeline().addLast(handler);
        return handler;
    }

    private static ProxyHandler handler(ParentProxy proxy, InetSocketAddress address) {
        String user = proxy.login().map(ParentProxy.Login::user).orElse("");
        String password = proxy.login().map(login -> login.password().reveal()).orElse("");
        return switch (proxy.kind()) {
            case HTTP, HTTPS ->
                proxy.login().isPresent()
                        ? new HttpProxyHandler(address, user, password)
                        : new HttpProxyHandler(address);
            case SOCKS5 ->
                proxy.login().isPresent()
                        ? new Socks5ProxyHandler(address, user, password)
                        : new Socks5ProxyHandler(address);
        };
    }

    private static SslHandler tls(TunnelWay.Parent parent) {
        var engine = parent.tls()
                .createSSLEngine(parent.proxy().host(), parent.proxy().port());
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return new SslHandler(engine);
    }
}
