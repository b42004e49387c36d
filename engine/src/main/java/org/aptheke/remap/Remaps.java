package org.aptheke.remap;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aptheke.http.TargetUri;

/**
 * All remaps, and the health of their mirrors. Asked for every request on event loops: a few look-ups, and of several
 * that fit the longest. Safe for use by many threads.
 */
public final class Remaps {
    private final Map<String, Named> byName = new LinkedHashMap<>();
    private final Map<String, List<Rule>> byAuthority = new HashMap<>();
    private final List<Rule> byPath = new ArrayList<>();

    /** A remap with the state of its mirrors. */
    record Named(Remap remap, Mirrors mirrors) {}

    /** @param mirror which of the mirrors clients ask for there, when these are asked; -1 when others are */
    private record Rule(String top, Named named, int mirror) {
        Optional<TargetUri> target(String path, String query) {
            var rest = Remap.below(top, path);
            rest.ifPresent(_ -> {
                if (mirror >= 0) {
                    named.mirrors.prefer(mirror);
                }
            });
            return rest.map(found -> named.remap.target(found, query));
        }
    }

    private Remaps() {}

    /** No remap at all. */
    public static Remaps none() {
        return new Remaps();
    }

    /**
     * Remaps with different names.
     *
     * @param before whose knowledge of mirrors is taken over where they are the same
     */
    public static Remaps of(List<Remap> remaps, Remaps before, InstantSource clock) {
        var all = new Remaps();
        for (var remap : remaps) {
            var old = before.byName.get(remap.name());
            var mirrors = old != null && old.mirrors.bases().equals(remap.mirrors())
                    ? old.mirrors
                    : new Mirrors(remap.mirrors(), clock);
            all.add(new Named(remap, mirrors));
        }
        all.byAuthority.values().forEach(rules -> rules.sort(LONGEST_FIRST));
        all.byPath.sort(LONGEST_FIRST);
        return all;
    }

    private static final Comparator<Rule> LONGEST_FIRST =
            Comparator.comparingInt((Rule rule) -> rule.top.length()).reversed();

    private void add(Named named) {
        byName.put(named.remap.name(), named);
        boolean own = named.remap.to().isEmpty();
        int mirror = 0;
        for (var from : named.remap.from()) {
            switch (from) {
                case Remap.From.Path(var top) -> byPath.add(new Rule(top, named, -1));
                case Remap.From.Url(var top) -> {
                    byAuthority
                            .computeIfAbsent(top.authority(), _ -> new ArrayList<>())
                            .add(new Rule(top.path(), named, own ? mirror : -1));
                    mirror++;
                }
            }
        }
    }

    /** What a URI means when a remap is about it; empty when none is. */
    public Optional<TargetUri> find(TargetUri asked) {
        if (byName.isEmpty()) {
            return Optional.empty();
        }
        var named = named(asked);
        return named.isPresent()
                ? named.map(found -> found.remap.target(asked.path(), asked.query()))
                : first(byAuthority.getOrDefault(asked.authority(), List.of()), asked.path(), asked.query());
    }

    /**
     * What a path means in a request that names no host: {@code /name/…}, or below one that a remap lists.
     *
     * @param path without dot segments
     */
    public Optional<TargetUri> findPath(String path, String query) {
        if (byName.isEmpty()) {
            return Optional.empty();
        }
        int slash = path.indexOf('/', 1);
        var named = byName.get(slash < 0 ? path.substring(1) : path.substring(1, slash));
        return named != null
                ? Optional.of(named.remap.target(slash < 0 ? "/" : path.substring(slash), query))
                : first(byPath, path, query);
    }

    private static Optional<TargetUri> first(List<Rule> rules, String path, String query) {
        for (var rule : rules) {
            var target = rule.target(path, query);
            if (target.isPresent()) {
                return target;
            }
        }
        return Optional.empty();
    }

    /** Whether the target's host is the name of a remap. */
    public boolean isName(TargetUri target) {
        return named(target).isPresent();
    }

    /** The credentials of the operator that a remap uses. */
    public Optional<String> credential(TargetUri target) {
        return named(target).flatMap(named -> named.remap.credential());
    }

    Optional<Named> named(TargetUri target) {
        boolean usualPort = target.port() == target.scheme().defaultPort();
        return usualPort ? Optional.ofNullable(byName.get(target.hostName())) : Optional.empty();
    }

    /** The state of all mirrors, by the name of the remap: for a page that shows them. */
    public Map<String, List<MirrorStatus>> status() {
        var status = new LinkedHashMap<String, List<MirrorStatus>>();
        byName.forEach((name, named) -> status.put(name, named.mirrors.status()));
        return status;
    }
}
