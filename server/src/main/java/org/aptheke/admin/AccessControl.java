package org.aptheke.admin;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.aptheke.access.Caller;
import org.aptheke.access.Gate;
import org.aptheke.access.Role;
import org.aptheke.origin.Secret;

/**
 * Decides about each request to each endpoint, from the entry of the table: who asks, whether that is enough, and whether
 * a page from elsewhere made a browser ask. Safe for use by many threads.
 */
final class AccessControl {
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> LEFT_BY_PROXIES = Set.of("Forwarded", "X-Forwarded-For", "Via");
    private static final String BEARER = "Bearer ";
    private static final String CHALLENGE = "Bearer realm=\"aptheke\"";
    private static final String CSRF_FIELD = "X-CSRF-Token";
    private static final String CSRF_PARAMETER = "csrf";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Gate gate;
    private final boolean local;

    /** @param local whether the listener serves this machine alone */
    AccessControl(Gate gate, boolean local) {
        this.gate = gate;
        this.local = local;
    }

    /** Whether whoever reaches the listener may do everything. */
    private boolean isOpen() {
        return local && gate.hasNoOperators();
    }

    /**
     * Where nothing is asked, only requests for a name of this machine are answered: a page from elsewhere may have its own
     * name lead here (DNS rebinding). Nor those that a proxy has sent on, which tells not for whom.
     */
    void requireThisMachine(Context context) {
        if (!isOpen() || OwnersSocket.isWayOf(context.req())) {
            return;
        }
        var name = String.valueOf(context.host()).toLowerCase(Locale.ROOT).replaceFirst(":[0-9]+$", "");
        if (!LOCAL_NAMES.contains(name)) {
            Problem.answer(
                    context, 403, "Not for that host", "The API answers for localhost only, not for " + name + ".");
            context.skipRemainingHandlers();
        } else if (LEFT_BY_PROXIES.stream().anyMatch(field -> context.header(field) != null)) {
            Problem.answer(
                    context,
                    403,
                    "Not through a proxy",
                    "While nobody has to log in, the API answers this machine only, and no proxy.");
            context.skipRemainingHandlers();
        }
    }

    /** Whether the request may go on to its endpoint; else it is answered. */
    boolean admits(Context context, Endpoint endpoint) {
        var caller = caller(context);
        caller.ifPresent(known -> Callers.know(context, known));
        return mayAsk(context, endpoint, caller)
                && isFromHere(context, endpoint)
                && isUnderstood(context, endpoint)
                && showsToken(context, endpoint, caller);
    }

    private Optional<Caller> caller(Context context) {
        var authorization = Optional.ofNullable(context.header("Authorization"));
        if (authorization.isPresent()) {
            return authorization
                    .filter(shown -> shown.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                    .map(shown -> Secret.of(shown.substring(BEARER.length()).strip()))
                    .flatMap(gate::byToken);
        }
        if (OwnersSocket.isWayOf(context.req())) {
            return Optional.of(Caller.LOCAL);
        }
        return SessionCookie.shown(context)
                .flatMap(gate::bySession)
                .or(() -> isOpen() ? Optional.of(Caller.LOCAL) : Optional.empty());
    }

    private static boolean mayAsk(Context context, Endpoint endpoint, Optional<Caller> caller) {
        if (endpoint.role().isEmpty()) {
            return true;
        }
        Role needed = endpoint.role().get();
        if (caller.isEmpty()) {
            answerUnknown(context, endpoint);
            return false;
        }
        if (!caller.get().role().includes(needed)) {
            Problem.answer(
                    context,
                    403,
                    "Not allowed",
                    "It needs the role " + needed.word() + "; " + caller.get().who() + " has "
                            + caller.get().role().word() + ".");
            return false;
        }
        return true;
    }

    private static void answerUnknown(Context context, Endpoint endpoint) {
        boolean shown = context.header("Authorization") != null;
        boolean looks = !endpoint.changes() && !Paths.isData(context.path());
        if (looks && !shown && String.valueOf(context.header("Accept")).contains("text/html")) {
            var query = context.queryString();
            context.redirect(
                    Paths.logIn(context.path() + (query == null ? "" : "?" + query)),
                    io.javalin.http.HttpStatus.SEE_OTHER);
            return;
        }
        Problem.answer(
                context,
                401,
                "Log in first",
                shown
                        ? "The token is not known, was revoked or has expired."
                        : "It needs a token (Authorization: Bearer …) or a session; root and the service's user need"
                                + " neither on the machine itself, by its socket.");
        context.header("WWW-Authenticate", CHALLENGE + (shown ? ", error=\"invalid_token\"" : ""));
    }

    /** Links from elsewhere may lead to pages; nothing else is for pages from elsewhere. */
    private static boolean isFromHere(Context context, Endpoint endpoint) {
        boolean guarded = endpoint.changes() || Paths.isData(context.path());
        if (guarded && Origins.isFromElsewhere(context)) {
            Problem.answer(
                    context, 403, "From elsewhere", "A page of another origin has sent this; only this one's own may.");
            return false;
        }
        return true;
    }

    /** A form on a page from elsewhere is sent without asking; JSON is not, and a browser says where a form is from. */
    private static boolean isUnderstood(Context context, Endpoint endpoint) {
        // No form sends a PUT, and no page from elsewhere without having asked first.
        if (!endpoint.changes() || endpoint.method().equals(HandlerType.PUT)) {
            return true;
        }
        var type = String.valueOf(context.contentType()).toLowerCase(Locale.ROOT);
        boolean form = type.startsWith(FORM) && !Paths.isData(context.path()) && Origins.isKnown(context);
        if (!form && !type.startsWith("application/json")) {
            Problem.answer(context, 415, "Not JSON", "What changes something is sent as application/json.");
            return false;
        }
        return true;
    }

    private static boolean showsToken(Context context, Endpoint endpoint, Optional<Caller> caller) {
        var wanted = caller.flatMap(Caller::csrf);
        if (wanted.isEmpty() || !endpoint.changes() || endpoint.role().isEmpty()) {
            return true;
        }
        var shown = Optional.ofNullable(context.header(CSRF_FIELD))
                .or(() -> Optional.ofNullable(context.formParam(CSRF_PARAMETER)));
        if (shown.isPresent() && wanted.get().equals(Secret.of(shown.get()))) {
            return true;
        }
        Problem.answer(
                context,
                403,
                "No token of the page",
                "With a session, what changes something also shows the session's token in " + CSRF_FIELD + ".");
        return false;
    }
}
