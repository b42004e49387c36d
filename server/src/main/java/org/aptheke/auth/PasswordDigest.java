package org.aptheke.auth;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** What is kept of a password with bcrypt, like {@code $2y$05$} and 53 characters more. Immutable. */
final class PasswordDigest {
    static final int LEAST_COST = 4;

    /** Each one more doubles the time; beyond this, one log-in takes seconds. */
    static final int MOST_COST = 14;

    private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");
    private static final String NOBODYS = "$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyzabcde";

    private final String text;
    private final int cost;

    private PasswordDigest(String text, int cost) {
        this.text = text;
        this.cost = cost;
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException saying what is wrong, without repeating it
     */
    static PasswordDigest parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("is not kept with bcrypt; write it anew with: htpasswd -B");
        }
        int cost = Integer.parseInt(form.group(1));
        if (cost < LEAST_COST || cost > MOST_COST) {
            throw new IllegalArgumentException("is kept with a cost of " + cost + "; it may be from " + LEAST_COST
                    + " to " + MOST_COST + ", as htpasswd -B -C sets it");
        }
        return new PasswordDigest(text, cost);
    }

    /** Nobody's, of which no password is known, but which takes as long to compare. */
    static PasswordDigest nobodys(int cost) {
        return parse("$2y$" + (cost < 10 ? "0" : "") + cost + NOBODYS);
    }

    /** Steps of work are 2 to the power of it. */
    int cost() {
        return cost;
    }

    /** Compares; slow on purpose. What is beyond 72 bytes does not count, as with all that use bcrypt. */
    boolean isOf(byte[] password) {
        return OpenBSDBCrypt.checkPassword(text, password);
    }

    /** Without the digest, which is worth guessing at. */
    @Override
    public String toString() {
        return "bcrypt of cost " + cost;
    }
}
