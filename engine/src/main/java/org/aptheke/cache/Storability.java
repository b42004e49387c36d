package org.aptheke.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.aptheke.http.CacheControl;
import org.aptheke.http.Fields;
import org.aptheke.http.ListSyntax;
import org.aptheke.http.Request;

/**
 * Decides whether a complete response may be stored, as a shared cache (RFC 9111, 3). Stateless.
 *
 * <p>Beyond the standard: errors of authorisation and of servers are never stored. A success is stored even when it can
 * neither be fresh nor validated, because it still answers when its origin is away; any other response needs some
 * freshness or a validator to be of use.
 */
public final class Storability {
    /** RFC 9110, 15.1, without 206, which is for {@link PartReuse}, and 501. */
    private static final Set<Integer> CACHEABLE_BY_DEFAULT = Set.of(200, 203, 204, 300, 301, 308, 404, 405, 410, 414);

    /** Final statuses whose requirements on caches this one knows and keeps. */
    private static final Set<Integer> UNDERSTOOD =
            Set.of(200, 203, 204, 300, 301, 302, 303, 307, 308, 400, 404, 405, 406, 410, 414, 451);

    /** About the request, its range, its conditions or its client, not about the resource; some forbid it themselves. */
    private static final Set<Integer> NEVER =
            Set.of(206, 304, 401, 403, 407, 408, 412, 413, 416, 417, 421, 425, 426, 428, 429, 431);

    private Storability() {}

    /**
     * The judgement.
     *
     * @param reason in a word or two, for {@code Cache-Status} and logs; empty when it may be stored
     */
    public record Verdict(boolean storable, String reason) {
        static final Verdict STORABLE = new Verdict(true, "");

        static Verdict not(String reason) {
            return new Verdict(false, reason);
        }
    }

    /** Judges a complete response to a request; one to a HEAD has no content to store. */
    public static Verdict judge(Request request, int status, Fields response) {
        var asked = CacheControl.of(request.fields());
        var said = CacheControl.of(response);
        if (!request.method().equals("GET")) {
            return Verdict.not("method " + request.method());
        }
        if (status < 200 || status >= 500 || NEVER.contains(status)) {
            return Verdict.not("status " + status);
        }
        if (asked.noStore()) {
            return Verdict.not("no-store of the client");
        }
        if (said.mustUnderstand() && !UNDERSTOOD.contains(status)) {
            return Verdict.not("must-understand");
        }
        // RFC 9111, 5.2.2.3: no-store beside must-understand is meant for caches that do not understand.
        if (said.noStore() && !said.mustUnderstand()) {
            return Verdict.not("no-store");
        }
        if (said.isPrivate()) {
            return Verdict.not("private");
        }
        if (request.fields().contains("Authorization") && !sharesAuthorized(said)) {
            return Verdict.not("authorization");
        }
        if (ListSyntax.members(response, "Vary").contains("*")) {
            return Verdict.not("vary *");
        }
        return judgeUse(status, response, said);
    }

    /** RFC 9111, 3.5: whether the answer to a request with credentials may be stored and reused for others. */
    static boolean sharesAuthorized(CacheControl said) {
        return said.isPublic() || said.mustRevalidate() || said.sMaxAge().isPresent();
    }

    /** RFC 9111, 3, last condition; and whether storing it could ever pay. */
    private static Verdict judgeUse(int status, Fields response, CacheControl said) {
        boolean dated = said.maxAge().isPresent() || said.sMaxAge().isPresent() || response.contains("Expires");
        if (!dated && !said.isPublic() && !CACHEABLE_BY_DEFAULT.contains(status)) {
            return Verdict.not("status " + status + " without freshness");
        }
        boolean validated = response.contains("ETag") || response.contains("Last-Modified");
        boolean absent = status == 404 || status == 410;
        boolean lives = absent
                || Freshness.explicitLifetime(response, Instant.EPOCH)
                        .filter(Duration::isPositive)
                        .isPresent();
        return status < 300 || validated || lives ? Verdict.STORABLE : Verdict.not("no freshness, no validator");
    }
}
