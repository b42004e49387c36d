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
    /** RFC 9110, 15.1, without 501. */
    private static final Set<Integer> CACHEABLE_BY_DEFAULT =
            Set.of(200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414);

    /** Final statuses whose requirements on caches this one knows and keeps. */
    private static final Set<Integer> UNDERSTOOD =
            Set.of(200, 203, 204, 206, 300, 301, 302, 303, 307, 308, 400, 404, 405, 406, 410, 414, 451);

    /** About the request, its range, its conditions or its client, not about the resource; some forbid it themselves. */
    private static final Set<Integer> NEVER =
            Set.of(304, 401, 403, 407, 408, 412, 413, 416, 417, 421, 425, 426, 428, 429, 431);

    private Storability() {}

    /**
     * The judgement.
     *
     * @param reason in a word or two, for {@code Cache-Status} and logs; empty when it may be stored
     */
    public record Verdict(boolean storable, String reason) {
        static final Verdict STORABLE = new Verdict(true, "");

        /** It is not, for that reason. */
        public static Verdict not(String reason) {
            return new Verdict(false, reason);
        }
    }

    /** Judges a complete response to a request; one to a HEAD has no content to store. */
    public static Verdict judge(Request request, int status, Fields response) {
        return status == 206 ? Verdict.not("status 206") : judgeAny(request, status, response);
    }

    /** Judges the fields of a 206, to be stored as a {@link StoredPart} (RFC 9111, 3.3). */
    public static Verdict judgePart(Request request, Fields response) {
        return judgeAny(request, 206, response);
    }

    private static Verdict judgeAny(Request request, int status, Fields response) {
        if (!request.method().equals("GET")) {
            return Verdict.not("method " + request.method());
        }
        if (status < 200 || status >= 500 || NEVER.contains(status)) {
            return Verdict.not("status " + status);
        }
        var said = CacheControl.of(response);
        String forbidden = forbidden(request, status, said);
        if (!forbidden.isEmpty()) {
            return Verdict.not(forbidden);
        }
        return ListSyntax.members(response, "Vary").contains("*")
                ? Verdict.not("vary *")
                : judgeUse(status, response, said);
    }

    /** The directive, or what else, that forbids it; empty when nothing does. */
    private static String forbidden(Request request, int status, CacheControl said) {
        if (CacheControl.of(request.fields()).noStore()) {
            return "no-store of the client";
        }
        if (said.mustUnderstand() && !UNDERSTOOD.contains(status)) {
            return "must-understand";
        }
        // RFC 9111, 5.2.2.3: no-store beside must-understand is meant for caches that do not understand.
        if (said.noStore() && !said.mustUnderstand()) {
            return "no-store";
        }
        if (said.isPrivate()) {
            return "private";
        }
        return request.fields().contains("Authorization") && !sharesAuthorized(said) ? "authorization" : "";
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
        // The time of receipt matters only where Date is missing; then any Expires after the year 1970 counts.
        boolean lives = Freshness.explicitLifetime(response, Instant.EPOCH)
                .map(Duration::isPositive)
                .orElse(absent);
        return status < 300 || validated || lives ? Verdict.STORABLE : Verdict.not("no freshness, no validator");
    }
}
