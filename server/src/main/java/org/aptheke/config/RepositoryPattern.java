package org.aptheke.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names the repositories that a rule is for: {@code deb.example.org/debian}, {@code deb.example.org/debian/*},
 * {@code *.example.org} or {@code *}. Immutable.
 *
 * @param text with the authority in lower case
 */
public record RepositoryPattern(String text) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\*|(?:\\*\\.)?[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\\[[0-9a-f:.]+])"
                    + "(?::[0-9]{1,5})?(?:/[^*?#\\s]*\\*?)?");

    public RepositoryPattern {
        int slash = text.indexOf('/');
        int end = slash < 0 ? text.length() : slash;
        text = text.substring(0, end).toLowerCase(Locale.ROOT) + text.substring(end);
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a repository pattern; write deb.example.org/debian,"
                    + " deb.example.org/debian/* or *.example.org, without scheme");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
