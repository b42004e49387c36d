package org.aptheke.origin.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.ParentProxy;
import org.aptheke.origin.ParentStatus;

/**
 * Through which parent proxy, if any, a host is reached, and which of them answer. One that cannot be reached is passed
 * by for a while, longer each time. Safe for use by many threads.
 */
public final class ParentRules {
    public static final ParentRules NONE = new ParentRules(List.of(), InstantSource.fixed(Instant.EPOCH));

    private static final Duration FIRST_REST = Duration.ofSeconds(2);
    private static final int MOST_DOUBLINGS = 5;

    private final List<Rule> rules;
    private final InstantSource clock;
    private final Map<ParentProxy, Trouble> troubles = new ConcurrentHashMap<>();

    /**
     * One parent.
     *
     * @param hosts which are reached through it, exceptions taken away
     * @param fallBack whether they are reached without it when it does not answer
     * @param trust whose certificates of it are trusted, where it is spoken to by TLS
     */
    public record Rule(ParentProxy parent, Predicate<String> hosts, boolean fallBack, Trust trust) {}

    private record Trouble(int failures, Instant restsUntil, String cause) {}

    public ParentRules(List<Rule> rules, InstantSource clock) {
        this.rules = List.copyOf(rules);
        this.clock = clock;
    }

    /**
     * The ways to a host, in the order in which to try them; at least one.
     *
     * @param named the parent that is asked for by name, or {@link OriginRequest#DIRECT}
     */
    public List<Way> ways(String host, Optional<String> named) {
        var fitting = rules.stream()
                .filter(rule -> named.isPresent() ? named.get().equals(rule.parent.name()) : rule.hosts.test(host))
                .toList();
        if (fitting.isEmpty()) {
            return List.of(new Way.Direct());
        }
        Instant now = clock.instant();
        var ways = new ArrayList<Way>();
        fitting.stream().filter(rule -> !rests(rule, now)).forEach(rule -> ways.add(new Way.Through(rule.parent)));
        if (fitting.stream().anyMatch(Rule::fallBack)) {
            ways.add(new Way.Direct());
        } else {
            fitting.stream()
                    .filter(rule -> rests(rule, now))
                    .sorted(Comparator.comparing(rule -> trouble(rule).restsUntil))
                    .forEach(rule -> ways.add(new Way.Through(rule.parent)));
        }
        return ways;
    }

    Trust trust(ParentProxy parent) {
        return rules.stream()
                .filter(rule -> rule.parent.equals(parent))
                .findFirst()
                .map(Rule::trust)
                .orElse(Trust.USUAL);
    }

    /** Notes that the way was open. */
    public void worked(Way way) {
        if (way instanceof Way.Through(var parent) && !troubles.isEmpty()) {
            troubles.remove(parent);
        }
    }

    /** Notes that a parent could not be reached. */
    public void failed(Way way, String cause) {
        if (way instanceof Way.Through(var parent)) {
            troubles.merge(parent, trouble(0, cause), (before, _) -> trouble(before.failures, cause));
        }
    }

    /** How they fare, in the operator's order. */
    public List<ParentStatus> status() {
        Instant now = clock.instant();
        return rules.stream()
                .map(rule -> new ParentStatus(
                        rule.parent,
                        trouble(rule).failures,
                        Optional.of(trouble(rule).restsUntil).filter(now::isBefore),
                        trouble(rule).cause))
                .toList();
    }

    private Trouble trouble(int before, String cause) {
        var rest = FIRST_REST.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS));
        return new Trouble(before + 1, clock.instant().plus(rest), cause);
    }

    private Trouble trouble(Rule rule) {
        return troubles.getOrDefault(rule.parent, new Trouble(0, Instant.EPOCH, ""));
    }

    private boolean rests(Rule rule, Instant now) {
        return now.isBefore(trouble(rule).restsUntil);
    }
}
