package org.aptheke.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.aptheke.digest.Digest;
import org.aptheke.origin.Secret;

/** The tokens with which programs ask the API. Changes are durable on return. Safe for use by many threads. */
public final class Tokens {
    /** What each begins with, so that a scanner of published files knows one when it sees it. */
    public static final String PREFIX = "aptheke_";

    /** More are not needed, and each change writes all. */
    private static final int MOST = 1000;

    private final TokenFile file;
    private final InstantSource clock;
    private volatile Map<Digest, Token> byDigest;

    @GuardedBy("this")
    private final Map<String, Token> byName = new LinkedHashMap<>();

    private Tokens(TokenFile file, List<Token> tokens, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        tokens.forEach(token -> byName.put(token.name(), token));
        byDigest = byDigest(tokens);
    }

    /**
     * Those that a file keeps, which need not be there yet.
     *
     * @throws IOException when it cannot be read
     */
    public static Tokens in(Path path, InstantSource clock) throws IOException {
        var file = new TokenFile(path);
        return new Tokens(file, file.read(), clock);
    }

    /** A new token, shown this one time. */
    public record Created(Token token, Secret secret) {}

    /** Makes one; the times are kept to the second. */
    public synchronized Created create(String name, Role role, Optional<Instant> expiresAt)
            throws TokenRefusedException, IOException {
        var now = clock.instant();
        if (!name.matches(Token.NAME)) {
            throw new TokenRefusedException(
                    "A token's name has letters, digits, dots, dashes and underscores, 64 at most.");
        }
        if (byName.containsKey(name)) {
            throw new TokenRefusedException("There is a token " + name + " already; revoke it first.");
        }
        if (expiresAt.isPresent() && !expiresAt.get().isAfter(now)) {
            throw new TokenRefusedException("It would have expired already.");
        }
        if (byName.size() >= MOST) {
            throw new TokenRefusedException("There are " + MOST + " tokens already; revoke some first.");
        }
        var secret = Secret.of(PREFIX + RandomText.next());
        var token = new Token(
                name,
                role,
                RandomText.digest(secret),
                now.truncatedTo(ChronoUnit.SECONDS),
                expiresAt.map(at -> at.truncatedTo(ChronoUnit.SECONDS)));
        byName.put(name, token);
        keep();
        return new Created(token, secret);
    }

    /** Whether there was one of that name. */
    public synchronized boolean revoke(String name) throws IOException {
        if (byName.remove(name) == null) {
            return false;
        }
        keep();
        return true;
    }

    /** When the file cannot be written, all is as it was. */
    @GuardedBy("this")
    private void keep() throws IOException {
        try {
            file.write(byName.values());
            byDigest = byDigest(byName.values());
        } catch (IOException e) {
            byName.clear();
            byDigest.values().forEach(token -> byName.put(token.name(), token));
            throw e;
        }
    }

    /** By name, expired ones too. */
    public List<Token> all() {
        return byDigest.values().stream()
                .sorted(Comparator.comparing(Token::name))
                .toList();
    }

    /** Whether none is of use. */
    public boolean areNone() {
        var now = clock.instant();
        return byDigest.values().stream().allMatch(token -> token.isOver(now));
    }

    /** The one that was shown, expired or not. */
    Optional<Token> find(Secret shown) {
        return Optional.ofNullable(byDigest.get(RandomText.digest(shown)));
    }

    private static Map<Digest, Token> byDigest(Collection<Token> tokens) {
        return tokens.stream().collect(Collectors.toUnmodifiableMap(Token::digest, Function.identity()));
    }
}
