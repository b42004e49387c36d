package org.aptheke.auth;

import java.util.Map;
import org.aptheke.origin.Secret;

/** Names and what is kept of their passwords. Immutable. */
public final class PasswordBook {
    private final Users users;

    private PasswordBook(Users users) {
        this.users = users;
    }

    /**
     * The bcrypt digests of passwords by name.
     *
     * @throws IllegalArgumentException saying whose digest is wrong, and what is
     */
    public static PasswordBook of(Map<String, String> digests) {
        return new PasswordBook(Users.of(digests));
    }

    /** Whether that is the password of that name; takes as long when there is no such name. */
    public boolean accepts(String name, Secret password) {
        return users.accept(name, password);
    }
}
