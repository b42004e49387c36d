package org.aptheke.migrate;

import static org.aptheke.migrate.Fate.mapped;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import org.aptheke.http.AddressText;

/** The directives that turn into settings. Stateless. */
final class Rules {
    /** What apt-cacher-ng listens on when it is not told. */
    static final long USUAL_PORT = 3142;

    private static final long MOST_DAYS = 36_500;

    private static final String LISTEN = "listen";

    private Rules() {}

    /** Port and BindAddress make one setting. */
    static Fate listen(Draft draft) {
        var effective = draft.effective();
        long port = effective.number("port").orElse(USUAL_PORT);
        var addresses = new ArrayList<String>();
        for (var address : effective.text("bindaddress").orElse("").split("\\s+", -1)) {
            addresses.add(hasPort(address) ? address : bracketed(address) + ":" + port);
        }
        // The two lines that may say it, each once.
        if (draft.toml().isSet(LISTEN)) {
            return mapped(LISTEN);
        }
        effective
                .line("bindaddress")
                .ifPresent(line -> draft.toml().set(LISTEN, Toml.list(addresses), line.toString()));
        effective.line("port").ifPresent(line -> draft.toml().set(LISTEN, Toml.list(addresses), line.toString()));
        return mapped(LISTEN);
    }

    private static boolean hasPort(String address) {
        return address.matches("(\\[[0-9A-Fa-f:.]+]|[^:]+):[0-9]+");
    }

    private static String bracketed(String address) {
        return address.startsWith("[") ? address : AddressText.inUri(address);
    }

    static Fate tunnels(AcngLine line, Draft draft) {
        var patterns = TunnelExpression.patterns(line.value());
        if (patterns.isEmpty()) {
            return new Fate.Lacking("this expression cannot be said by patterns of hosts; list them in connect.allow");
        }
        draft.toml().set("connect.allow", Toml.longList(patterns.get()), line.toString());
        return mapped("connect.allow", "intercept.hosts would also cache what is behind them");
    }

    /** Files of other archives than those that remaps with mirrors of their own are about were refused. */
    static Fate managed(AcngLine line, Draft draft) {
        if (!line.isOn()) {
            return new Fate.Needless("all hosts may be asked for");
        }
        var hosts = new LinkedHashSet<String>();
        draft.remaps().stream()
                .filter(RemapDraft::isManaged)
                .forEach(remap -> remap.asked().forEach(url -> hosts.add(hostPattern(url.hostName()))));
        if (hosts.isEmpty()) {
            return new Fate.Lacking("no remap has mirrors of its own, so there is no host that may be asked for");
        }
        draft.toml().set("hosts.allow", Toml.longList(List.copyOf(hosts)), line.toString());
        return mapped("hosts.allow", "whole hosts, where ForceManaged allowed what is below certain paths");
    }

    private static String hostPattern(String host) {
        return AddressText.inUri(host);
    }

    static Fate localDirectories(AcngLine line, Draft draft) {
        return line.value().isEmpty() || line.value().equals("acng-doc /usr/share/doc/apt-cacher-ng")
                ? new Fate.Needless("the manual of apt-cacher-ng is not served")
                : new Fate.Lacking(
                        "directories of this machine are not served; a web server does that, and may be named as"
                                + " the only mirror of a [[remap]]");
    }

    static Fate proxy(AcngLine line, Draft draft) {
        if (line.value().isEmpty()) {
            return new Fate.Needless("origins are reached without a proxy");
        }
        var parent = ParentDraft.of(line.value());
        if (parent.isEmpty()) {
            return new Fate.Lacking("not the URL of a proxy by http or https");
        }
        var lines = new ArrayList<>(parent.get().toml());
        if (isProxyOptional(draft.effective())) {
            lines.add("fallback_direct = true");
        }
        draft.toml().addTable("parent", lines, line.toString());
        return mapped("parent");
    }

    private static boolean isProxyOptional(Effective effective) {
        return effective.number("optproxytimeout").orElse(0) > 0
                || effective.text("optproxycheckcommand").isPresent();
    }

    /** Said together with the proxy. */
    static Fate optionalProxy(boolean isSaid, Draft draft) {
        if (!isSaid || draft.effective().text("proxy").isEmpty()) {
            return new Fate.Needless("there is no proxy that may be passed by");
        }
        return mapped("parent", "fallback_direct: passed by when it cannot be reached; no command is run to find out");
    }

    static Fate seconds(String key, long least, AcngLine line, Draft draft) {
        var seconds = line.number();
        if (seconds.isEmpty() || seconds.getAsLong() < 0) {
            return new Fate.Lacking("not a number of seconds");
        }
        draft.toml().set(key, "\"" + Math.max(least, seconds.getAsLong()) + "s\"", line.toString());
        return mapped(key);
    }

    static Fate retries(AcngLine line, Draft draft) {
        var number = line.number();
        if (number.isEmpty() || number.getAsLong() < 0 || number.getAsLong() > MOST_RETRIES) {
            return new Fate.Lacking("not a number from 0 to " + MOST_RETRIES);
        }
        draft.toml().set("origin.retries", Long.toString(number.getAsLong()), line.toString());
        return mapped("origin.retries", "for each file, where DlMaxRetries counted for all of a connection");
    }

    private static final long MOST_RETRIES = 100;

    static Fate rate(AcngLine line, Draft draft) {
        OptionalLong kibibytes = line.number();
        if (kibibytes.orElse(0) <= 0) {
            return new Fate.Needless("the bandwidth is not limited");
        }
        draft.toml().set("origin.rate", "\"" + kibibytes.getAsLong() + "KiB/s\"", line.toString());
        return mapped("origin.rate");
    }

    static Fate offline(AcngLine line, Draft draft) {
        if (!line.isOn()) {
            return new Fate.Needless("origins are asked");
        }
        draft.toml().set("offline", "true", line.toString());
        return mapped("offline");
    }

    static Fate precache(AcngLine line, Draft draft) {
        if (line.value().isEmpty()) {
            return new Fate.Needless("nothing is fetched ahead");
        }
        var told = MirrorDraft.of(line.value(), draft.remaps());
        var untold = told.untold().isEmpty() ? "" : "; not taken over: " + String.join(", ", told.untold());
        if (told.mirrors().isEmpty()) {
            return new Fate.Lacking("what is to be fetched is said by [[mirror]]" + untold);
        }
        told.mirrors().forEach(mirror -> draft.toml().addTable("mirror", mirror.toml(), line.toString()));
        // As before: nothing so large begins by itself.
        draft.toml().set("schedule.mirror", Toml.quoted("never"), line.toString());
        return new Fate.Mapped(
                told.mirrors().stream().map(mirror -> "mirror " + mirror.name()).toList(),
                "begins by hand, aptheke job start mirror, or when schedule.mirror says so; related = true fetches only"
                        + " packages that are in the store in some version" + untold);
    }

    static Fate keepUnreferenced(AcngLine line, Draft draft) {
        var days = line.number();
        if (days.isEmpty() || days.getAsLong() < 0 || days.getAsLong() > MOST_DAYS) {
            return new Fate.Lacking("not a number of days");
        }
        draft.toml().set("expire.keep_unreferenced", Toml.quoted(Math.max(1, days.getAsLong()) + "d"), line.toString());
        return mapped("expire.keep_unreferenced", "counted from the last use");
    }

    static Fate keepNewest(AcngLine line, Draft draft) {
        return line.isOn()
                ? new Fate.Lacking("what no release names goes after expire.keep_unreferenced, whatever its version")
                : new Fate.Needless("what no release names goes after expire.keep_unreferenced");
    }
}
