package org.aptheke.guide;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a source of apt is about. Its characters mean nothing to a shell.
 *
 * @param authority host, with a port where it has one
 * @param path starts with a slash, or is empty
 * @param keyring of those who sign it, a file on the clients
 */
public record Repository(
        boolean https, String authority, String path, String suite, List<String> components, Optional<String> keyring) {
    private static final String HOST = "[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+]";
    private static final Pattern URL = Pattern.compile(
            "(https?)://(?<authority>(" + HOST + ")(:[0-9]{1,5})?)(?<path>(/[A-Za-z0-9._~%+:@,/=-]*)?)");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._~+/-]+");
    private static final Pattern FILE = Pattern.compile("/[A-Za-z0-9._~+/-]+");

    public Repository {
        components = List.copyOf(components);
        require(suite, WORD, "not a suite; write one like stable");
        components.forEach(component -> require(component, WORD, "not a component; write one like main"));
        keyring.ifPresent(file -> require(file, FILE, "not the whole path of a file without spaces"));
    }

    /**
     * The repository below a URL.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static Repository at(String url, String suite, List<String> components, Optional<String> keyring) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    url + ": not the URL of a repository; write one like https://vendor.example/apt");
        }
        return new Repository(
                parts.group(1).equals("https"),
                parts.group("authority").toLowerCase(Locale.ROOT),
                parts.group("path").replaceAll("/+$", ""),
                suite,
                components,
                keyring);
    }

    /** One to show how it is written; {@code authority} is a name, with or without a port. */
    static Repository example(boolean https, String authority, String path) {
        String host = authority.replaceAll(":[0-9]+$", "").replaceAll("[\\[\\]:]", "");
        var keyring = Optional.of("/usr/share/keyrings/" + host + ".gpg");
        return new Repository(https, authority, path, "stable", List.of("main"), keyring);
    }

    private static void require(String text, Pattern form, String complaint) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException(text + ": " + complaint);
        }
    }

    String host() {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    int port() {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']')
                ? Integer.parseInt(authority.substring(colon + 1))
                : CacheUrl.defaultPort(https);
    }

    String url() {
        return (https ? "https://" : "http://") + authority + path;
    }

    /** As a file of {@code sources.list.d} that names the repository by that URI. */
    String stanza(String uri) {
        return "Types: deb\nURIs: " + uri + "\nSuites: " + suite
                + (suite.endsWith("/") ? "" : "\nComponents: " + String.join(" ", components))
                + keyring.map(file -> "\nSigned-By: " + file).orElse("") + "\n";
    }

    String file() {
        String name = host().replaceAll("[\\[\\]:]", "") + path.replace('/', '-');
        // apt reads only files whose names are of these.
        return "/etc/apt/sources.list.d/"
                + name.chars()
                        .mapToObj(Character::toString)
                        .filter(letter -> letter.matches("[A-Za-z0-9._-]"))
                        .collect(Collectors.joining())
                + ".sources";
    }
}
