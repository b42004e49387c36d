package org.aptheke.guide;

import java.util.List;
import java.util.stream.Stream;
import org.aptheke.config.HostPortPattern;
import org.aptheke.config.Settings;
import org.aptheke.config.Upstreams;
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

    /** Whether the repository is asked by https although a client writes http. */
    boolean asksByHttps(Repository repository) {
        return rules().anyMatch(rule -> HostPatterns.of(texts(rule.hosts())).matches(repository.host())
                && (repository.path() + "/").startsWith(rule.path().endsWith("/") ? rule.path() : rule.path() + "/"));
    }

    /** Repositories of which it is laid down that they are asked by https: those with a name of their own. */
    List<String> hostsAskedByHttps() {
        return rules().flatMap(rule -> rule.hosts().stream())
                .map(pattern -> pattern.text())
                .filter(host -> !host.startsWith("*"))
                .distinct()
                .toList();
    }

    private Stream<Upstreams.Rule> rules() {
        return settings.upstreams().rules().stream()
                .filter(rule ->
                        rule.scheme().filter(Upstreams.Scheme.HTTPS::equals).isPresent());
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
