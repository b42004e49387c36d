package org.aptheke.upstream;

import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.aptheke.origin.Authority;
import org.aptheke.origin.Secret;
import org.aptheke.route.HostPatterns;

/**
 * Reads files in the form of {@code netrc} and of apt's {@code auth.conf}, which adds to it that a machine may have a
 * scheme, a port and a path (apt_auth.conf(5)). Without a scheme an entry is for https alone, as apt has it.
 */
public final class NetrcFile {
    private NetrcFile() {}

    /**
     * The entries, in their order.
     *
     * @throws IllegalArgumentException saying what is wrong, without any secret
     */
    public static List<Grant> read(List<String> lines) {
        var grants = new ArrayList<Grant>();
        var words = words(lines).iterator();
        Optional<Entry> entry = Optional.empty();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "machine" -> {
                    entry.ifPresent(done -> grants.add(done.grant()));
                    entry = Optional.of(new Entry(value(words, word)));
                }
                case "default" ->
                    throw new IllegalArgumentException(
                            "\"default\" would give the password to every origin; name the machines");
                case "login" -> required(entry, word).login = value(words, word);
                case "password" -> required(entry, word).password = Secret.of(value(words, word));
                case "account", "macdef" -> throw new IllegalArgumentException("\"" + word + "\" is not understood");
                default ->
                    throw new IllegalArgumentException("\"machine\", \"login\" or \"password\" is wanted behind "
                            + entry.map(before -> before.machine).orElse("the beginning"));
            }
        }
        entry.ifPresent(done -> grants.add(done.grant()));
        return grants;
    }

    /** Comments begin a line in netrc; apt takes them anywhere that a word begins. */
    private static List<String> words(List<String> lines) {
        var words = new ArrayList<String>();
        for (String line : lines) {
            for (String word : line.strip().split("\\s+", -1)) {
                if (word.startsWith("#")) {
                    break;
                }
                if (!word.isEmpty()) {
                    words.add(word);
                }
            }
        }
        return words;
    }

    private static String value(Iterator<String> words, String of) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException("nothing stands behind the last \"" + of + "\"");
        }
        return words.next();
    }

    private static Entry required(Optional<Entry> entry, String word) {
        return entry.orElseThrow(() -> new IllegalArgumentException("\"" + word + "\" without a machine before it"));
    }

    private static final class Entry {
        final String machine;
        String login = "";
        Secret password = Secret.of("");

        Entry(String machine) {
            this.machine = machine;
        }

        Grant grant() {
            String lower = machine.toLowerCase(Locale.ROOT);
            boolean http = lower.startsWith("http://");
            String rest = http || lower.startsWith("https://") ? machine.substring(machine.indexOf("//") + 2) : machine;
            int slash = rest.indexOf('/');
            try {
                var authority = Authority.parse(slash < 0 ? rest : rest.substring(0, slash), NO_PORT);
                return new Grant(
                        HostPatterns.of(List.of(authority.host())),
                        authority.port() == NO_PORT ? OptionalInt.empty() : OptionalInt.of(authority.port()),
                        slash < 0 ? "/" : rest.substring(slash),
                        http,
                        new Grant.Proof.Basic(login, password));
            } catch (URISyntaxException e) {
                // Not a text with a password in it.
                String named = machine.indexOf('@') < 0 ? machine + ": " : "";
                throw new IllegalArgumentException(named + "not a machine: " + e.getReason(), e);
            }
        }

        private static final int NO_PORT = 0;
    }
}
