package org.aptheke.auth;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aptheke.origin.Secret;

/**
 * Users and the digests of their passwords. Immutable.
 *
 * <p>Who asks must not learn from the time whether there is such a user. So each comparison takes the work of the
 * costliest digest: a cheaper one is followed by one of nobody's of each cost from its own to the last but one, which
 * together come to just that, since 2^c + 2^c + 2^(c+1) + … + 2^(n-1) = 2^n.
 */
record Users(Map<String, PasswordDigest> digests, int highestCost) {
    Users {
        digests = Map.copyOf(digests);
    }

    /**
     * Reads the lines of a file: a user, a colon and a digest; empty lines and those that begin with {@code #} are
     * skipped. Of a user's lines the first counts, as with Apache.
     *
     * @throws IllegalArgumentException beginning with the number of the line, saying what is wrong
     */
    static Users parse(List<String> lines) {
        var digests = new HashMap<String, PasswordDigest>();
        int number = 0;
        for (String raw : lines) {
            number++;
            String line = raw.strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                addTo(digests, line, number);
            }
        }
        return new Users(digests, highest(digests));
    }

    private static int highest(Map<String, PasswordDigest> digests) {
        return digests.values().stream().mapToInt(PasswordDigest::cost).max().orElse(PasswordDigest.LEAST_COST);
    }

    private static void addTo(Map<String, PasswordDigest> digests, String line, int number) {
        int colon = line.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(number + ": not a user and a digest with a colon between them");
        }
        String user = line.substring(0, colon);
        try {
            digests.putIfAbsent(user, PasswordDigest.parse(line.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(number + ": the password of " + user + " " + e.getMessage(), e);
        }
    }

    /**
     * Users by name, with the bcrypt digests of their passwords.
     *
     * @throws IllegalArgumentException saying whose digest is wrong, and what is
     */
    static Users of(Map<String, String> byName) {
        var digests = new HashMap<String, PasswordDigest>();
        byName.forEach((user, digest) -> {
            try {
                digests.put(user, PasswordDigest.parse(digest));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("the password of " + user + " " + e.getMessage(), e);
            }
        });
        return new Users(digests, highest(digests));
    }

    /** Whether that is the password of that user. */
    boolean accept(String user, Secret password) {
        byte[] bytes = password.reveal().getBytes(StandardCharsets.UTF_8);
        var compared = compared(user);
        boolean right = compared.getFirst().isOf(bytes);
        for (var nobodys : compared.subList(1, compared.size())) {
            var _ = nobodys.isOf(bytes);
        }
        return right && digests.containsKey(user);
    }

    /** What a password for that user is compared with; the first counts, if there is such a user. */
    List<PasswordDigest> compared(String user) {
        var own = Optional.ofNullable(digests.get(user));
        int next = own.map(PasswordDigest::cost).orElse(highestCost);
        var first = own.orElseGet(() -> PasswordDigest.nobodys(highestCost));
        var others = IntStream.range(next, highestCost).mapToObj(PasswordDigest::nobodys);
        return Stream.concat(Stream.of(first), others).toList();
    }

    /** How many, not who. */
    @Override
    public String toString() {
        return digests.size() + " users";
    }
}
