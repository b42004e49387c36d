package org.aptheke.route;

import java.net.InetAddress;
import java.util.Optional;
import org.aptheke.http.Fields;

/**
 * Lets requests in: those of clients that do not ask too often and, where passwords are kept, that have one. A request
 * in proxy form shows it in {@code Proxy-Authorization}, one in path form in {@code Authorization}, which then is meant
 * for this proxy and not for the origin (RFC 9110, 11.6 and 11.7). What helps to set up a client is for everybody.
 *
 * <p>Requests with a good password count for the user, all others for the address; so does, beside it, each password
 * that has to be looked at. Safe for use by many threads.
 */
public final class Entrance {
    /** Everybody, as often as they like. */
    public static final Entrance OPEN = new Entrance(Optional.empty(), RequestRates.UNLIMITED);

    private static final String SETTING = "this proxy is for the users in the file that [clients] htpasswd names";

    private final Optional<Guarded> guarded;
    private final RequestRates rates;

    private record Guarded(Passwords passwords, Examinations examinations) {}

    public Entrance(Optional<Passwords> passwords, RequestRates rates) {
        this.guarded = passwords.map(users -> new Guarded(users, new Examinations(users)));
        this.rates = rates;
    }

    /** Whether the request is let in. Quick. */
    public Entry enter(InetAddress client, String requestTarget, Fields fields) {
        if (guarded.isEmpty() || OwnPages.areForEverybody(requestTarget)) {
            return asAddress(client, new Entry.Admitted(fields, Optional.empty()));
        }
        var visit = Visit.of(client, requestTarget, fields);
        if (visit.login().isEmpty()) {
            return asAddress(client, visit.refused("user and password are wanted"));
        }
        var accepted = guarded.get().examinations().remembered(visit.shown());
        return accepted.isPresent() ? conclude(visit, accepted.get()) : asAddress(client, new Entry.Undecided());
    }

    /** Whether a request is let in that was undecided. Blocks while its password is looked at. */
    public Entry examine(InetAddress client, String requestTarget, Fields fields) throws InterruptedException {
        var visit = Visit.of(client, requestTarget, fields);
        if (guarded.isEmpty() || visit.login().isEmpty()) {
            return enter(client, requestTarget, fields);
        }
        var accepted = guarded.get()
                .examinations()
                .find(client, visit.shown(), visit.login().get());
        return accepted.isPresent() ? conclude(visit, accepted.get()) : visit.refusedForNow();
    }

    /**
     * Whether a request is let in that came on a connection where this program stands in for an origin. Quick.
     *
     * @param user whose password opened the connection
     */
    public Entry enterInside(InetAddress client, Optional<String> user, Fields fields) {
        boolean known = guarded.isEmpty()
                || user.filter(guarded.get().passwords()::knows).isPresent();
        if (!known) {
            return asAddress(
                    client,
                    new Entry.Refused(new Route.Refused(
                            403, "the user who opened this connection may not use it any more: " + SETTING)));
        }
        var admitted = new Entry.Admitted(fields, user);
        return user.isPresent() ? asUser(user.get(), admitted) : asAddress(client, admitted);
    }

    private Entry conclude(Visit visit, boolean accepted) {
        if (!accepted) {
            return asAddress(visit.client(), visit.refused("user or password are wrong"));
        }
        String user = visit.login().orElseThrow().user();
        return asUser(user, new Entry.Admitted(visit.fields().without(visit.field()), Optional.of(user)));
    }

    private Entry asAddress(InetAddress client, Entry entry) {
        return limited(rates.refusal(client), entry);
    }

    private Entry asUser(String user, Entry entry) {
        return limited(rates.refusal(user), entry);
    }

    private static Entry limited(Optional<Route.Refused> tooMany, Entry entry) {
        return tooMany.isPresent() ? new Entry.Refused(tooMany.get()) : entry;
    }

    /** A request, and what it shows where it is to show a password. */
    private record Visit(InetAddress client, String field, Fields fields, String shown, Optional<Login> login) {
        private static final String TO_PROXY = "Proxy-Authorization";
        private static final String TO_SERVER = "Authorization";

        static Visit of(InetAddress client, String requestTarget, Fields fields) {
            String field = requestTarget.startsWith("/") ? TO_SERVER : TO_PROXY;
            String shown = fields.first(field).orElse("");
            return new Visit(client, field, fields, shown, Login.parse(shown));
        }

        Entry refused(String what) {
            return new Entry.Refused(new Route.Refused(field.equals(TO_SERVER) ? 401 : 407, what + ": " + SETTING));
        }

        Entry refusedForNow() {
            return new Entry.Refused(
                    new Route.Refused(429, "too many passwords of this client have to be looked at: " + SETTING));
        }
    }
}
