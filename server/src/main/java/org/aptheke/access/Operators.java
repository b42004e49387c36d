package org.aptheke.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.aptheke.auth.PasswordBook;
import org.aptheke.origin.Secret;

/** All who may log in, as the configuration names them. Immutable. */
public final class Operators {
    private final Map<String, Operator> byName;
    private final PasswordBook passwords;

    private Operators(Map<String, Operator> byName) {
        this.byName = Map.copyOf(byName);
        this.passwords = PasswordBook.of(byName.values().stream()
                .collect(Collectors.toMap(
                        Operator::name, operator -> operator.passwordHash().reveal())));
    }

    /**
     * These, whose names differ.
     *
     * @throws IllegalArgumentException when a hash cannot be used, naming whose and what is wrong
     */
    public static Operators of(List<Operator> operators) {
        return new Operators(operators.stream().collect(Collectors.toMap(Operator::name, Function.identity())));
    }

    public boolean areNone() {
        return byName.isEmpty();
    }

    Optional<Operator> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The one whose name and password these are; takes as long when there is no such name. */
    Optional<Operator> accept(String name, Secret password) {
        return passwords.accepts(name, password) ? find(name) : Optional.empty();
    }
}
