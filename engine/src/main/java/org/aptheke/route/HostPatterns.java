package org.aptheke.route;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A list of host names from the configuration: {@code deb.example.org} is that host, {@code *.example.org} all below
 * example.org but not itself, {@code *} every host. Immutable; a test takes as many look-ups as the name has labels.
 */
public final class HostPatterns {
    public static final HostPatterns NONE = new HostPatterns(false, Set.of(), Set.of());

    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*|\\[?[0-9a-f:.]*:[0-9a-f:.]*]?");

    private final boolean all;
    private final Set<String> hosts;
    private final Set<String> parents;

    private HostPatterns(boolean all, Set<String> hosts, Set<String> parents) {
        this.all = all;
        this.hosts = Set.copyOf(hosts);
        this.parents = Set.copyOf(parents);
    }

    /**
     * Reads patterns.
     *
     * @throws IllegalArgumentException with a message for the operator, naming the pattern
     */
    public static HostPatterns of(List<String> patterns) {
        boolean all = false;
        var hosts = new HashSet<String>();
        var parents = new HashSet<String>();
        for (String pattern : patterns) {
            String lower = pattern.strip().toLowerCase(Locale.ROOT);
            if (lower.equals("*")) {
                all = true;
            } else if (lower.startsWith("*.")) {
                parents.add(requireName(lower.substring(2), pattern));
            } else {
                hosts.add(requireName(lower, pattern).replace("[", "").replace("]", ""));
            }
        }
        return new HostPatterns(all, hosts, parents);
    }

    /**
     * Whether the list names this host.
     *
     * @param host lower case, IPv6 without brackets
     */
    public boolean matches(String host) {
        if (all || hosts.contains(host)) {
            return true;
        }
        if (!parents.isEmpty()) {
            for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
                if (parents.contains(host.substring(dot + 1))) {
                    return true;
                }
            }
        }
        return false;
    }

    public boolean isEmpty() {
        return !all && hosts.isEmpty() && parents.isEmpty();
    }

    private static String requireName(String name, String pattern) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + pattern
                    + "\" is not a host pattern; write one like \"deb.example.org\", \"*.example.org\" or \"*\"");
        }
        return name;
    }
}
