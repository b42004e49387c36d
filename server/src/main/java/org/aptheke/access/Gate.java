package org.aptheke.access;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.aptheke.origin.Secret;
import org.aptheke.route.ClientNetwork;

/** Knows callers by what they show, and lets users log in. Safe for use by many threads. */
public final class Gate {
    private static final Duration WHILE = Duration.ofMinutes(5);
    private static final int WRONG_PER_NAME = 10;
    private static final int WRONG_PER_NETWORK = 30;

    /** Comparing a password takes a processor for a good part of a second. */
    private static final int COMPARED_AT_A_TIME = 2;

    private static final Duration TURN_WITHIN = Duration.ofSeconds(5);
    private static final int LONGEST_PASSWORD = 1024;

    private final Supplier<Operators> operators;
    private final Tokens tokens;
    private final Optional<FirstToken> first;
    private final InstantSource clock;
    private final Sessions sessions;
    private final Attempts byName;
    private final Attempts byNetwork;
    private final Semaphore turns = new Semaphore(COMPARED_AT_A_TIME, true);

    /**
     * What is known of who may ask.
     *
     * @param operators as the configuration has them at the moment
     * @param first if nobody could log in at the start
     */
    public record Known(
            Supplier<Operators> operators,
            Supplier<SessionRules> sessionRules,
            Tokens tokens,
            Optional<FirstToken> first) {}

    public Gate(Known known, InstantSource clock) {
        this.operators = known.operators();
        this.tokens = known.tokens();
        this.first = known.first();
        this.clock = clock;
        this.sessions = new Sessions(operators, known.sessionRules(), clock);
        this.byName = new Attempts(WRONG_PER_NAME, WHILE, clock);
        this.byNetwork = new Attempts(WRONG_PER_NETWORK, WHILE, clock);
    }

    /** Whether there is nobody who could log in. */
    public boolean hasNoOperators() {
        return operators.get().areNone();
    }

    /** For the log: what is typed as a name may be anything. */
    public boolean knows(String name) {
        return operators.get().find(name).isPresent();
    }

    public Tokens tokens() {
        return tokens;
    }

    /** The caller whose token was shown. */
    public Optional<Caller> byToken(Secret shown) {
        var caller = tokens.find(shown)
                .filter(token -> !token.isOver(clock.instant()))
                .map(Caller::of);
        caller.ifPresent(_ -> endFirst());
        return caller;
    }

    /** The caller whose cookie was shown. */
    public Optional<Caller> bySession(Secret cookie) {
        return sessions.find(cookie);
    }

    public void endSession(Secret cookie) {
        sessions.end(cookie);
    }

    /** Begins a session for who has the password. */
    public LogIn logIn(String name, Secret password, InetAddress from) throws InterruptedException {
        Object network = ClientNetwork.of(from);
        var wait = byNetwork.begin(network).or(() -> byName.begin(name));
        if (wait.isPresent()) {
            return new LogIn.TooMany(wait.get());
        }
        if (!turns.tryAcquire(TURN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
            takeBack(network, name);
            return new LogIn.Busy();
        }
        Optional<Operator> operator;
        try {
            operator = password.reveal().length() > LONGEST_PASSWORD
                    ? Optional.empty()
                    : operators.get().accept(name, password);
        } finally {
            turns.release();
        }
        if (operator.isEmpty()) {
            return new LogIn.Refused();
        }
        takeBack(network, name);
        endFirst();
        return begun(operator);
    }

    /** Whoever is let in may read what the log says, whatever the role. */
    private void endFirst() {
        first.ifPresent(FirstToken::end);
    }

    private void takeBack(Object network, String name) {
        byNetwork.takeBack(network);
        byName.takeBack(name);
    }

    /** Begins a session for who read the log. */
    public LogIn logInFirst(Secret shown, InetAddress from) {
        Object network = ClientNetwork.of(from);
        var wait = byNetwork.begin(network);
        if (wait.isPresent()) {
            return new LogIn.TooMany(wait.get());
        }
        if (first.isEmpty() || !first.get().use(shown)) {
            return new LogIn.Refused();
        }
        byNetwork.takeBack(network);
        return begun(Optional.empty());
    }

    private LogIn begun(Optional<Operator> operator) {
        var cookie = sessions.begin(operator);
        return sessions.find(cookie)
                .<LogIn>map(caller -> new LogIn.Begun(cookie, caller))
                // Somebody has taken the user away meanwhile.
                .orElseGet(LogIn.Refused::new);
    }
}
