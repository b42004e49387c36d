package org.aptheke.origin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aptheke.http.Fields;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;

/**
 * Follows redirects of origins (RFC 9110, 15.4), each hop through the client and so past its egress guard. Credentials
 * stay with the origin they were written for. Safe for use by many threads.
 */
public final class Redirects {
    private static final int MAX_HOPS = 10;

    private final OriginClient client;

    public Redirects(OriginClient client) {
        this.client = client;
    }

    /**
     * What a chain of redirects came to.
     *
     * @param response the last one; whoever gets it closes it
     * @param target which URI answered it
     * @param hops the URIs that redirected, in order, for logs
     */
    public record Followed(OriginResponse response, TargetUri target, List<TargetUri> hops) {
        public Followed {
            hops = List.copyOf(hops);
        }
    }

    /**
     * Sends the request, and again to where redirects lead. A redirect that says no usable place is the answer itself.
     *
     * @throws RedirectException when they run in a circle, are too many, or lead from https to http
     * @throws IOException as {@link OriginClient#send}
     */
    public Followed send(OriginRequest request) throws IOException, InterruptedException {
        var hops = new ArrayList<TargetUri>();
        OriginRequest current = request;
        while (true) {
            OriginResponse response = client.send(current);
            TargetUri asked = response.target();
            Optional<TargetUri> next = destination(response);
            if (next.isEmpty()) {
                return new Followed(response, asked, hops);
            }
            response.close();
            hops.add(asked);
            check(hops, next.get());
            current = current.withTarget(next.get()).withFields(fieldsFor(next.get(), asked, current.fields()));
        }
    }

    /** Where the response redirects to; empty when it does not, or to no usable place. */
    public static Optional<TargetUri> destination(OriginResponse response) {
        TargetUri base = response.target();
        return switch (response.status()) {
            case 301, 302, 303, 307, 308 ->
                response.fields()
                        .first("Location")
                        .flatMap(location -> UriReference.resolve(base, location))
                        .map(next -> sameAsker(base, next));
            default -> Optional.empty();
        };
    }

    /** Whoever asked goes on asking; whether the next host gets the secret is not decided here. */
    private static TargetUri sameAsker(TargetUri base, TargetUri next) {
        return base.credential().map(next::as).orElse(next);
    }

    private static void check(List<TargetUri> hops, TargetUri next) throws RedirectException {
        TargetUri last = hops.getLast();
        if (hops.contains(next)) {
            throw new RedirectException(hops.getFirst() + ": redirects run in a circle, back to " + next);
        }
        if (hops.size() > MAX_HOPS) {
            throw new RedirectException(
                    hops.getFirst() + ": more than " + MAX_HOPS + " redirects, the last to " + next);
        }
        if (last.scheme() == Scheme.HTTPS && next.scheme() == Scheme.HTTP) {
            throw new RedirectException(last + " redirects to " + next + ": from https to http is not followed");
        }
    }

    /** Credentials go on to the same origin, and from http to https of the same host; a different port may be anyone's. */
    public static Fields fieldsFor(TargetUri next, TargetUri last, Fields fields) {
        return isSameOrigin(next, last) ? fields : withoutCredentials(fields);
    }

    /** Whether what was written for the one is for the other too. */
    public static boolean isSameOrigin(TargetUri one, TargetUri other) {
        boolean samePort = one.scheme() == other.scheme()
                ? one.port() == other.port()
                : one.port() == one.scheme().defaultPort()
                        && other.port() == other.scheme().defaultPort();
        return samePort && one.hostName().equals(other.hostName());
    }

    public static Fields withoutCredentials(Fields fields) {
        return fields.without("Authorization").without("Cookie");
    }
}
