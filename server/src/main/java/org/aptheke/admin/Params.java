package org.aptheke.admin;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The parameters behind the question mark of a request. What cannot be understood is refused, never guessed at. */
record Params(Context context) {
    private static final int MOST = 100;

    Optional<String> text(String name) {
        return Optional.ofNullable(context.queryParam(name)).filter(text -> !text.isBlank());
    }

    /** How many things a page has. */
    int limit(int usual) {
        var text = text("limit");
        if (text.isEmpty()) {
            return usual;
        }
        if (!text.get().matches("[0-9]{1,6}")) {
            throw new Asked.UnclearException("limit is to be a number from 1 to " + MOST + ".");
        }
        return Math.clamp(Integer.parseInt(text.get()), 1, MOST);
    }

    long number(String name, long usual) {
        var text = text(name);
        if (text.isPresent() && !text.get().matches("[0-9]{1,18}")) {
            throw new Asked.UnclearException(name + " is to be a number.");
        }
        return text.map(Long::parseLong).orElse(usual);
    }

    Instant instant(String name, Instant usual) {
        var text = text(name);
        try {
            return text.map(Instant::parse).orElse(usual);
        } catch (DateTimeException e) {
            throw new Asked.UnclearException(name + " is to be a time such as 2026-03-01T12:00:00Z.");
        }
    }

    <T extends Enum<T>> T word(String name, Class<T> words, T usual) {
        var text = text(name);
        if (text.isEmpty()) {
            return usual;
        }
        return Arrays.stream(words.getEnumConstants())
                .filter(word -> written(word).equals(text.get()))
                .findFirst()
                .orElseThrow(() -> new Asked.UnclearException(name + " is to be one of "
                        + Arrays.stream(words.getEnumConstants())
                                .map(Params::written)
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    private static String written(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What {@link #cursor(String)} has written on the page before. */
    Optional<String> cursor() {
        try {
            return text("cursor").map(text -> new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw notACursor();
        }
    }

    /** The cursor of a list that is counted from its beginning. */
    int offset() {
        var cursor = cursor().orElse("0");
        if (!cursor.matches("[0-9]{1,9}")) {
            throw notACursor();
        }
        return Integer.parseInt(cursor);
    }

    static Asked.UnclearException notACursor() {
        return new Asked.UnclearException("cursor is to be what the page before said is its next.");
    }

    /** A place in a list, as a text that nobody is to understand. */
    static String cursor(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }
}
