package org.aptheke.main;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aptheke.ca.CaSet;
import org.aptheke.cache.FreshnessPolicy;
import org.aptheke.cache.Reuse;
import org.aptheke.cli.StartFailure;
import org.aptheke.config.Settings;
import org.aptheke.config.Upstreams;
import org.aptheke.fetch.FetchLimits;
import org.aptheke.http.AddressText;
import org.aptheke.http.Scheme;
import org.aptheke.log.AccessLog;
import org.aptheke.log.AuditLog;
import org.aptheke.log.LogForm;
import org.aptheke.origin.BandwidthLimit;
import org.aptheke.origin.Cidr;
import org.aptheke.origin.OriginIdentity;
import org.aptheke.origin.OriginLimits;
import org.aptheke.origin.RateSchedule;
import org.aptheke.remap.Remaps;
import org.aptheke.repo.openpgp.SignaturePolicy;
import org.aptheke.route.AccessRules;
import org.aptheke.route.HostPatterns;
import org.aptheke.route.Interception;
import org.aptheke.route.Router;
import org.aptheke.route.TunnelPatterns;
import org.aptheke.server.netty.ListenerLimits;
import org.aptheke.suite.SuiteRules;
import org.aptheke.suite.WarmRules;
import org.aptheke.trust.RepositoryRule;
import org.aptheke.trust.RepositoryRules;
import org.aptheke.upstream.UpstreamRule;
import org.aptheke.upstream.UpstreamRules;
import org.slf4j.event.Level;

/** From settings to what each part takes. */
final class Mapped {
    private static final Duration RATE_WINDOW = Duration.ofSeconds(30);

    private Mapped() {}

    static List<Cidr> cidrs(List<org.aptheke.config.Cidr> ranges) {
        return ranges.stream().map(range -> Cidr.parse(range.toString())).toList();
    }

    static AccessRules accessRules(Settings settings) {
        return new AccessRules(
                cidrs(settings.clients().allow()),
                HostPatterns.of(texts(settings.hosts().allow())),
                HostPatterns.of(texts(settings.hosts().deny())),
                TunnelPatterns.of(texts(settings.connect().allow())));
    }

    static List<String> texts(List<?> values) {
        return values.stream().map(Object::toString).toList();
    }

    /** Hosts for which no authority may sign are not intercepted. */
    static Interception interception(Settings.Intercept intercept, Optional<CaSet> authorities) {
        var certified = intercept.hosts().stream()
                .collect(Collectors.partitioningBy(pattern -> authorities.isPresent()
                        && authorities.get().covers(pattern.host().text())));
        return new Interception(
                TunnelPatterns.of(texts(certified.getOrDefault(true, List.of()))),
                TunnelPatterns.of(texts(certified.getOrDefault(false, List.of()))));
    }

    static UpstreamRules upstreamRules(Upstreams upstreams) {
        return new UpstreamRules(upstreams.rules().stream()
                .flatMap(rule -> rule.scheme().stream()
                        .map(scheme -> new UpstreamRule(
                                HostPatterns.of(texts(rule.hosts())), rule.path(), Scheme.valueOf(scheme.name()))))
                .toList());
    }

    static Router router(Settings settings, Remaps remaps, Interception interception, OriginIdentity identity) {
        var console = settings.console().listen();
        return new Router(
                accessRules(settings),
                remaps,
                interception,
                identity.via(),
                (settings.console().certificate().isPresent() ? "https://" : "http://")
                        + AddressText.inUri(console.getHostString(), console.getPort()) + "/");
    }

    static Reuse reuse(Settings settings) {
        var freshness = settings.freshness();
        return new Reuse(
                new FreshnessPolicy(freshness.checkAfter(), freshness.notFound(), freshness.immutableByName()));
    }

    static SuiteRules suiteRules(Settings settings) {
        var suites = settings.suites();
        return new SuiteRules(
                settings.freshness().checkAfter(),
                suites.adoptWait(),
                suites.refresh(),
                suites.inUse(),
                suites.giveUpAfter(),
                suites.staleBeyondValidUntil());
    }

    static RepositoryRules repositoryRules(Settings settings) {
        var standard = new RepositoryRules.Demand(
                policy(settings.signatures().policy()), settings.signatures().keyrings());
        var rules = settings.repositories().stream()
                .map(repository -> new RepositoryRule(
                        repository.match().toString(),
                        repository.signatures().map(Mapped::policy),
                        repository.keyrings()))
                .toList();
        return new RepositoryRules(standard, rules);
    }

    private static SignaturePolicy policy(Settings.SignatureCheck check) {
        return switch (check) {
            case PREFER -> SignaturePolicy.PREFER;
            case REQUIRE -> SignaturePolicy.REQUIRE;
            case OFF -> SignaturePolicy.OFF;
        };
    }

    static WarmRules warmRules(Settings settings) {
        var warm = settings.warm();
        return new WarmRules(warm.budgetBytes(), warm.from(), warm.to(), ZoneId.systemDefault());
    }

    static FetchLimits fetchLimits(Settings settings) {
        var origin = settings.origin();
        var usual = FetchLimits.DEFAULT;
        return new FetchLimits(
                origin.perOrigin(),
                origin.fetches(),
                origin.waiting(),
                usual.turn(),
                origin.retries(),
                usual.backoff(),
                usual.smallBytes(),
                usual.smallHold(),
                usual.finishBytes(),
                settings.freshness().notFound());
    }

    static OriginLimits originLimits(Settings settings) {
        var origin = settings.origin();
        return OriginLimits.DEFAULT
                .withTimes(origin.connectTimeout(), origin.idleTimeout(), origin.idleTimeout())
                .withMinimumRate(origin.minimumBytesPerSecond(), RATE_WINDOW)
                .withMaxObject(origin.maxObjectBytes())
                .withConnections(origin.perOrigin(), origin.fetches(), OriginLimits.DEFAULT.connectionWait());
    }

    static BandwidthLimit bandwidth(Settings.Origin origin, InstantSource clock) {
        var windows = origin.hours().stream()
                .map(hours -> new RateSchedule.Window(
                        hours.from(), hours.to(), hours.bytesPerSecond().orElse(0)))
                .toList();
        return new BandwidthLimit(
                new RateSchedule(origin.bytesPerSecond().orElse(0), windows),
                RateSchedule.of(origin.bytesPerSecondPerOrigin().orElse(0)),
                clock,
                ZoneId.systemDefault());
    }

    static ListenerLimits listenerLimits(Settings settings) {
        var limits = settings.limits();
        var usual = ListenerLimits.DEFAULT;
        return new ListenerLimits(
                limits.connections(),
                limits.connectionsPerClient(),
                limits.requestsAhead(),
                usual.requestsRunning(),
                usual.requestLineBytes(),
                usual.fieldBytes(),
                usual.fieldsBytes(),
                usual.fieldCount(),
                usual.contentBytes(),
                limits.headerTimeout(),
                limits.idleTimeout(),
                usual.stallTimeout(),
                settings.connect().idleTimeout(),
                usual.connectTimeout(),
                usual.drainQuiet(),
                settings.hot().memoryBytes(),
                usual.hotObjectBytes(),
                settings.hot().memoryBytes() == 0 ? 0 : OpenFiles.forHotAnswers(),
                usual.answerBytes());
    }

    static LogForm logForm(Settings.Log log) {
        return switch (log.format()) {
            case TEXT -> LogForm.TEXT;
            case JSON -> LogForm.JSON;
        };
    }

    static Level level(Settings.Log log) {
        return switch (log.level()) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
            case TRACE -> Level.TRACE;
        };
    }

    /** The access log, opened; empty when none is kept. */
    static Optional<AccessLog> accessLog(Settings.Log log) throws StartFailure {
        var target = log.access();
        if (target.isEmpty()) {
            return Optional.empty();
        }
        return switch (target.get()) {
            case Settings.LogTarget.StandardOutput() -> Optional.of(AccessLog.toStandardOutput(logForm(log)));
            case Settings.LogTarget.File(var path) -> {
                try {
                    yield Optional.of(AccessLog.toFile(path, logForm(log)));
                } catch (IOException e) {
                    throw new StartFailure(path + ": the access log cannot be opened: " + e.getMessage(), e);
                }
            }
        };
    }

    /** The log of changes, opened; empty when none is kept. */
    static Optional<AuditLog> auditLog(Settings.Log log) throws StartFailure {
        if (log.audit().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(AuditLog.toFile(log.audit().get()));
        } catch (IOException e) {
            throw new StartFailure(log.audit().get() + ": the log of changes cannot be opened: " + e.getMessage(), e);
        }
    }
}
