package org.aptheke.guide;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.aptheke.config.HostPattern;
import org.aptheke.config.HostPortPattern;
import org.aptheke.config.Settings;
import org.aptheke.config.Upstreams;
import org.aptheke.route.AccessRules;
import org.aptheke.route.HostPatterns;
import org.aptheke.route.TunnelPatterns;

/** What of the settings decides which ways there are, and how they are written. Immutable. */
final class Offer {
    private static final int HTTPS = 443;

    private final Settings settings;
    private final TunnelPatterns intercepted;
    private final TunnelPatterns tunnels;

    Offer(Settings settings) {
        this.settings = settings;
        this.intercepted = TunnelPatterns.of(texts(settings.intercept().hosts()));
        this.tunnels = TunnelPatterns.of(texts(settings.connect().allow()));
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(Object::toString).toList();
    }

    boolean intercepts() {
        return !intercepted.isEmpty();
    }

    boolean intercepts(Repository repository) {
        return intercepted.matches(repository.host().replaceAll("[\\[\\]]", ""), repository.port());
    }

    /** The intercepted hosts without a star, with their port where it is not the usual one. */
    List<String> interceptedHosts() {
        return intercepted(false)
                .map(pattern ->
                        pattern.port().orElse(HTTPS) == HTTPS ? pattern.host().text() : pattern.toString())
                .toList();
    }

    /** The names of intercepted hosts, as apt's options have them. */
    List<String> interceptedNames() {
        return intercepted(false)
                .map(pattern -> pattern.host().text())
                .distinct()
                .toList();
    }

    /** What stands for many hosts. */
    List<String> interceptedPatterns() {
        return intercepted(true)
                .map(pattern -> pattern.host().text())
                .distinct()
                .toList();
    }

    private Stream<HostPortPattern> intercepted(boolean withStar) {
        return settings.intercept().hosts().stream()
                .filter(pattern -> pattern.host().text().startsWith("*") == withStar);
    }

    /** Whether every https source may go through the cache. */
    boolean tunnelsAll() {
        return tunnels.matches("vendor.example", HTTPS) && tunnels.matches("192.0.2.1", HTTPS);
    }

    /** Whether the repository is asked by https although a client writes http: the first rule about it decides. */
    boolean asksByHttps(Repository repository) {
        return rules().filter(rule -> HostPatterns.of(texts(rule.hosts())).matches(repository.host())
                        && (repository.path() + "/").startsWith(directory(rule.path())))
                .findFirst()
                .filter(Offer::isForHttps)
                .isPresent();
    }

    /** A repository of which it is laid down that it is asked by https, as far as a rule names one. */
    Optional<Repository> askedByHttps() {
        return rules().filter(Offer::isForHttps)
                .flatMap(rule -> rule.hosts().stream()
                        .map(HostPattern::text)
                        .filter(host -> !host.startsWith("*"))
                        .map(host -> Repository.example(true, host, example(rule.path()))))
                .filter(this::asksByHttps)
                .findFirst();
    }

    private static String directory(String path) {
        return path.endsWith("/") ? path : path + "/";
    }

    private static String example(String path) {
        return path.equals("/") ? "/apt" : path.replaceAll("/+$", "");
    }

    private static boolean isForHttps(Upstreams.Rule rule) {
        return rule.scheme().equals(Optional.of(Upstreams.Scheme.HTTPS));
    }

    /** Those that name a scheme, in order. */
    private Stream<Upstreams.Rule> rules() {
        return settings.upstreams().rules().stream()
                .filter(rule -> rule.scheme().isPresent());
    }

    /** Why the repository may not be asked for here; empty when it may. */
    Optional<String> refusal(Repository repository) {
        var hosts = settings.hosts();
        return new AccessRules(
                        List.of(),
                        HostPatterns.of(texts(hosts.allow())),
                        HostPatterns.of(texts(hosts.deny())),
                        TunnelPatterns.NONE)
                .refusalOfHost(repository.host().replaceAll("[\\[\\]]", ""));
    }

    List<String> remaps() {
        return settings.upstreams().remaps().stream().map(Upstreams.Remap::name).toList();
    }

    boolean speaksTls() {
        return !settings.tls().listen().isEmpty();
    }

    Ports ports() {
        return Ports.of(settings.listen(), settings.tls().listen());
    }
}
