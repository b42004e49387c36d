package org.aptheke.config;

import java.util.regex.Pattern;
import org.aptheke.config.Settings.User;
import org.aptheke.config.Settings.UserRole;

/** Reads and writes one {@code [[user]]} table. */
final class UserTable {
    private static final Pattern NAME_FORM = Pattern.compile("[^\\s\\p{Cntrl}][^\\p{Cntrl}]{0,63}");

    private static final Kind<String> NAME = Kind.text("name", UserTable::name, text -> text);
    private static final Kind<UserRole> ROLE = Kind.choice(UserRole.class);

    static final Kind<User> KIND = TableReader.kind(
            "table of name, role and password_hash",
            "write {name = \"kim\", role = \"operate\", password_hash = \"...\"}, with what aptheke hash-password prints",
            table -> new User(
                    table.required("name", NAME),
                    table.required("role", ROLE),
                    table.required("password_hash", Hidden.KIND)),
            (user, text) -> text.add("name", NAME, user.name())
                    .add("role", ROLE, user.role())
                    .add("password_hash", Hidden.KIND, user.passwordHash())
                    .toString());

    private UserTable() {}

    private static String name(String text) {
        if (!NAME_FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "not a name of a user; it has 1 to 64 characters, no line breaks, and does"
                            + " not begin with a blank");
        }
        return text;
    }
}
