package org.aptheke.upstream;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.OptionalInt;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.Authority;
import org.aptheke.origin.OriginClient;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginResponse;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.origin.Redirects;

/**
 * Asks by https what the client wrote with http, where the operator says so or the origin itself did. The key of what
 * comes is not affected, since both schemes of a host share it. Safe for use by many threads.
 */
public final class UpgradingClient implements OriginClient {
    private final OriginClient client;
    private final UpstreamRules rules;
    private final SecureOrigins learned;

    public UpgradingClient(OriginClient client, UpstreamRules rules, SecureOrigins learned) {
        this.client = client;
        this.rules = rules;
        this.learned = learned;
    }

    @Override
    public OriginResponse send(OriginRequest request) throws IOException, InterruptedException {
        if (request.target().scheme() == Scheme.HTTPS) {
            return client.send(request);
        }
        var ruled = rules.schemeFor(request.target());
        if (ruled.isPresent()) {
            return client.send(
                    ruled.get() == Scheme.HTTPS
                            ? request.withTarget(secure(request.target(), portFor(request.target())))
                            : request);
        }
        return byWhatWasLearned(request);
    }

    private OriginResponse byWhatWasLearned(OriginRequest request) throws IOException, InterruptedException {
        TargetUri target = request.target();
        var http = new Authority(target.hostName(), target.port());
        OptionalInt port = learned.httpsPort(http);
        if (port.isPresent()) {
            try {
                return client.send(request.withTarget(secure(target, port.getAsInt())));
            } catch (OriginUnreachableException e) {
                if (isDistrusted(e)) {
                    throw e; // somebody else may be there, who would be glad to be asked by http
                }
                learned.forget(http); // it may have thought better of it: what was asked for is http
            }
        }
        OriginResponse response = client.send(request);
        var destination = Redirects.destination(response);
        if (destination.isPresent() && isOnlyMoreSecure(target, destination.get())) {
            learned.note(http, destination.get().port(), response.status() == 301 || response.status() == 308);
        }
        return response;
    }

    /** Whether it was reached, and its certificate is not to be trusted (RFC 6797, 8.4). */
    private static boolean isDistrusted(OriginUnreachableException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOnlyMoreSecure(TargetUri target, TargetUri destination) {
        return destination.equals(secure(target, destination.port()));
    }

    /** A port that was written is kept: the rule is about that very server. */
    private static int portFor(TargetUri target) {
        return target.port() == Scheme.HTTP.defaultPort() ? Scheme.HTTPS.defaultPort() : target.port();
    }

    private static TargetUri secure(TargetUri target, int port) {
        return new TargetUri(Scheme.HTTPS, target.host(), port, target.path(), target.query());
    }
}
