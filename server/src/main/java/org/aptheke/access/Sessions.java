package org.aptheke.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.aptheke.digest.Digest;
import org.aptheke.origin.Secret;

/**
 * Who has logged in. Kept in memory: a restart ends all. A session ends with its times, and with the user or the password
 * that began it. Safe for use by many threads.
 */
final class Sessions {
    private static final int MOST = 1000;

    private final Supplier<Operators> operators;
    private final Supplier<SessionRules> rules;
    private final InstantSource clock;

    /** By the digest of the cookie; those that were used last are last. */
    @GuardedBy("this")
    private final Map<Digest, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);

    Sessions(Supplier<Operators> operators, Supplier<SessionRules> rules, InstantSource clock) {
        this.operators = operators;
        this.rules = rules;
        this.clock = clock;
    }

    /** Begins one, and returns what the cookie is to be. */
    synchronized Secret begin(Optional<Operator> operator) {
        var now = clock.instant();
        sessions.values().removeIf(session -> session.isOver(rules.get(), now));
        if (sessions.size() >= MOST) {
            sessions.remove(sessions.keySet().iterator().next());
        }
        var cookie = Secret.of(RandomText.next());
        sessions.put(RandomText.digest(cookie), new Session(operator, Secret.of(RandomText.next()), now, now));
        return cookie;
    }

    /** Who has shown it, if the session goes on; which counts as using it. */
    synchronized Optional<Caller> find(Secret cookie) {
        var key = RandomText.digest(cookie);
        var found = Optional.ofNullable(sessions.get(key));
        var caller = found.filter(session -> !session.isOver(rules.get(), clock.instant()))
                .flatMap(this::caller);
        if (caller.isEmpty()) {
            sessions.remove(key);
        } else {
            found.ifPresent(session -> sessions.put(key, session.usedAt(clock.instant())));
        }
        return caller;
    }

    /** The role is that of now: the configuration may have been read again. */
    private Optional<Caller> caller(Session session) {
        if (session.operator().isEmpty()) {
            return Optional.of(new Caller(Caller.Kind.FIRST, "first", Role.ADMIN, Optional.of(session.csrf())));
        }
        var before = session.operator().get();
        return operators
                .get()
                .find(before.name())
                .filter(operator -> operator.passwordHash().equals(before.passwordHash()))
                .map(operator ->
                        new Caller(Caller.Kind.USER, operator.name(), operator.role(), Optional.of(session.csrf())));
    }

    synchronized void end(Secret cookie) {
        sessions.remove(RandomText.digest(cookie));
    }
}
