package org.aptheke.main;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.aptheke.cli.StartFailure;
import org.aptheke.config.Upstreams;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.ParentProxy;
import org.aptheke.origin.client.ParentRules;
import org.aptheke.origin.client.Pin;
import org.aptheke.origin.client.Trust;
import org.aptheke.remap.Remap;
import org.aptheke.route.HostPatterns;

/** From the tables of parent proxies to the rules that apply them, their files read. */
final class MappedParents {
    private MappedParents() {}

    /** Remaps may name only parents that there are. */
    static ParentRules of(List<Upstreams.Parent> tables, List<Remap> remaps, InstantSource clock) throws StartFailure {
        var rules = new ArrayList<ParentRules.Rule>();
        var names = new HashSet<String>();
        names.add(OriginRequest.DIRECT);
        for (var table : tables) {
            if (table.name().filter(name -> !names.add(name)).isPresent()) {
                throw new StartFailure(
                        "two [[parent]] tables have the name " + table.name().get());
            }
            var hosts = HostPatterns.of(Mapped.texts(table.hosts()));
            var except = HostPatterns.of(Mapped.texts(table.except()));
            rules.add(new ParentRules.Rule(
                    parent(table),
                    host -> hosts.matches(host) && !except.matches(host),
                    table.fallbackDirect(),
                    trust(table)));
        }
        for (var remap : remaps) {
            var missing = remap.parent().filter(name -> !names.contains(name));
            if (missing.isPresent()) {
                throw new StartFailure(
                        "remap " + remap.name() + ": there is no [[parent]] with the name " + missing.get());
            }
        }
        return new ParentRules(rules, clock);
    }

    private static Trust trust(Upstreams.Parent table) throws StartFailure {
        return new Trust(
                table.caFile().isPresent()
                        ? KeyFiles.certificates(table.caFile().get())
                        : List.of(),
                table.pins().stream().map(Pin::new).toList());
    }

    private static ParentProxy parent(Upstreams.Parent table) throws StartFailure {
        var kind = switch (table.url().scheme()) {
            case "https" -> ParentProxy.Kind.HTTPS;
            case "socks5" -> ParentProxy.Kind.SOCKS5;
            default -> ParentProxy.Kind.HTTP;
        };
        Optional<ParentProxy.Login> login = Optional.empty();
        if (table.user().isPresent() && table.password().isPresent()) {
            var password = MappedCredentials.secret(table.password().get());
            login = Optional.of(new ParentProxy.Login(table.user().get(), password));
        }
        String name = table.name().orElse(table.url().host());
        return new ParentProxy(name, kind, table.url().host(), table.url().port(), login);
    }
}
