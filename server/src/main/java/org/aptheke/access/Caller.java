package org.aptheke.access;

import java.util.Optional;
import org.aptheke.origin.Secret;

/**
 * Who asks.
 *
 * @param name of the user or the token; of the machine's own {@code local}
 * @param csrf what a request that changes something must also show; empty when no browser sends the proof by itself
 */
public record Caller(Kind kind, String name, Role role, Optional<Secret> csrf) {
    /** By what somebody is known. */
    public enum Kind {
        /** By the way in: the socket, or a loopback address while nobody needs to log in. */
        LOCAL("local"),
        USER("user"),
        TOKEN("token"),
        /** By the token that the log showed at the first start. */
        FIRST("first log-in");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** For the log and for answers. */
        public String word() {
            return word;
        }
    }

    /** Whoever may use this machine's own way in. */
    public static final Caller LOCAL = new Caller(Kind.LOCAL, "local", Role.ADMIN, Optional.empty());

    static Caller of(Token token) {
        return new Caller(Kind.TOKEN, token.name(), token.role(), Optional.empty());
    }

    /** As the log of changes has it. */
    public String who() {
        return switch (kind) {
            case LOCAL, FIRST -> kind.word();
            case USER, TOKEN -> kind.word() + " " + name;
        };
    }
}
