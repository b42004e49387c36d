package org.aptheke.origin.client;

import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.aptheke.http.Fields;
import org.aptheke.http.Scheme;
import org.aptheke.origin.OriginIdentity;
import org.aptheke.origin.OriginRequest;

/** Makes the request as it goes over the wire: path and query as the client wrote them, our own fields added. */
final class RequestWriter {
    private final OriginIdentity identity;

    RequestWriter(OriginIdentity identity) {
        this.identity = identity;
    }

    ClassicHttpRequest request(OriginRequest request, Way way) {
        boolean absolute = way.forwards() && request.target().scheme() == Scheme.HTTP;
        String target = absolute
                ? request.target().anonymous().toString()
                : request.target().pathAndQuery();
        // This constructor takes the path as it is; those with a URI rewrite it.
        var written = new BasicClassicHttpRequest(request.method(), (HttpHost) null, checked(target));
        if (absolute && way instanceof Way.Through(var parent)) {
            ConnectRequest.authorization(parent).ifPresent(value -> written.addHeader("Proxy-Authorization", value));
        }
        written.addHeader("Host", checked(request.target().anonymous().authority()));
        written.addHeader("User-Agent", identity.userAgent());
        for (var field : HopByHop.removedFrom(request.fields())) {
            if (!isOurs(field)) {
                written.addHeader(checked(field.name()), checked(field.value()));
            }
        }
        Optional<String> via = request.fields().combined("Via");
        written.addHeader("Via", via.map(before -> checked(before) + ", ").orElse("") + identity.via());
        return written;
    }

    private static boolean isOurs(Fields.Field field) {
        return field.is("Host")
                || field.is("User-Agent")
                || field.is("Via")
                || field.is("Content-Length")
                || field.is("Expect");
    }

    /** A line break would let a value become a field, or a second request. */
    private static String checked(String text) {
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a line break or NUL in what is to be sent");
        }
        return text;
    }
}
