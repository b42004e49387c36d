package org.aptheke.migrate;

import static org.aptheke.migrate.Fate.mapped;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What becomes of each directive that apt-cacher-ng knows, or knew. Stateless. */
final class Directives {
    /** Where a directive is turned into settings. */
    private interface Rule {
        Fate apply(AcngLine line, Draft draft);
    }

    private static final Map<String, Rule> RULES = new HashMap<>();

    static {
        storage();
        process();
        access();
        network();
        caching();
        expiration();
    }

    private Directives() {}

    static Fate apply(AcngLine line, Draft draft) {
        var rule = RULES.get(line.key());
        return rule == null ? new Fate.Unknown() : rule.apply(line, draft);
    }

    /** The names of all that are known, in lower case. */
    static Set<String> names() {
        return Set.copyOf(RULES.keySet());
    }

    private static void rule(String name, Rule rule) {
        RULES.put(name, rule);
    }

    private static void needless(String why, String... names) {
        for (var name : names) {
            rule(name, (_, _) -> new Fate.Needless(why));
        }
    }

    private static void lacking(String why, String... names) {
        for (var name : names) {
            rule(name, (_, _) -> new Fate.Lacking(why));
        }
    }

    private static void dead(String... names) {
        for (var name : names) {
            rule(name, (_, _) -> new Fate.Dead());
        }
    }

    private static void storage() {
        rule(
                "cachedir",
                (line, _) -> new Fate.Needless(
                        "the store is another; take over what is in this one with --cache " + line.value()));
        rule(
                "stupidfs",
                (line, _) -> new Fate.Needless(
                        !line.isOn()
                                ? "names in the store do not depend on the file system"
                                : "names in the store do not depend on the file system; in the old cache they are decoded"));
        needless("the copies that are needed of its lists are made", "supportdir");
        needless("space is reserved for files of known length", "reservespace");
        needless("the store's files belong to the user that runs it; set the umask there", "dirperms", "fileperms");
        needless("uses are always noted", "trackfileuse");
        dead("recompbz2", "minupdateinterval", "patrace");
    }

    private static void process() {
        rule("logdir", Directives::logDirectory);
        rule("debug", Directives::debug);
        needless("there is no socket to ask by: aptheke status and aptheke job ask console.listen", "socketpath");
        needless("it runs in the foreground, and whoever starts it knows its process", "pidfile", "foreground");
        needless("each line of the access log is written soon after its answer", "unbufferlogs");
        lacking("the access log always names client and file; log.access = \"off\" turns it off", "verboselog");
        needless("a fault of the disk ends one answer, not the program", "busaction");
        lacking("origins are told aptheke/VERSION", "useragent");
        lacking("requests to origins get no fields of the operator's", "requestappendix");
        lacking("X-Forwarded-For of clients is not looked at, the log names who connected", "logsubmittedorigin");
        lacking("origins are not told who asked", "exposeorigin");
        dead("verbose", "maxsparethreadsets");
    }

    private static void access() {
        rule("port", (_, draft) -> Rules.listen(draft));
        rule("bindaddress", (_, draft) -> Rules.listen(draft));
        rule("passthroughpattern", Rules::tunnels);
        rule("forcemanaged", Rules::managed);
        lacking(
                "which clients may ask is said by clients.allow, by address; hosts.allow and hosts.deny of the system are"
                        + " not read",
                "usewrap");
        needless(
                "any port of an origin may be asked; which hosts is said by hosts.allow, which private addresses by"
                        + " egress.allow",
                "allowuserports");
        needless("POST is answered with 405; reportbug falls back to https itself", "forwardbtssoap");
        rule(
                "reportpage",
                (line, _) -> line.value().equals("acng-report.html")
                        ? new Fate.Needless("/acng-report.html leads to the console")
                        : new Fate.Lacking("only /acng-report.html leads to the console"));
        rule(
                "adminauth",
                (_, _) -> new Fate.Lacking(
                        "the API serves this machine only and has no log-in; the password is" + " repeated nowhere"));
        rule("localdirs", Rules::localDirectories);
        dead("maxstandbyconthreads", "maxconthreads", "permitcachecontrol");
    }

    private static void network() {
        rule("proxy", Rules::proxy);
        rule(
                "optproxytimeout",
                (line, draft) -> Rules.optionalProxy(line.number().orElse(0) > 0, draft));
        rule(
                "optproxycheckcommand",
                (line, draft) -> Rules.optionalProxy(!line.value().isEmpty(), draft));
        needless("whether the proxy is back is found out by asking it", "optproxycheckinterval");
        rule("networktimeout", (line, draft) -> Rules.seconds("origin.idle_timeout", 5, line, draft));
        rule("fasttimeout", (line, draft) -> Rules.seconds("origin.connect_timeout", 2, line, draft));
        rule("dlmaxretries", Rules::retries);
        rule("maxdlspeed", Rules::rate);
        needless("a client that leaves cuts off nobody, and is not waited for", "disconnecttimeout");
        lacking("all addresses of a name are tried, of both families", "connectproto");
        needless("answers of the DNS count for 60 seconds", "dnscacheseconds", "evdnsresolvconf", "evdnsopts");
        needless("connections to origins are always used again", "reuseconnections");
        needless("several files are fetched at once on connections of their own: origin.per_origin", "pipelinedepth");
        needless("up to 10 redirects are followed, and what comes is checked", "redirmax", "badredirdetectmime");
        rule(
                "capath",
                (line, _) -> line.value().equals("/etc/ssl/certs")
                        ? new Fate.Needless("the machine's certificates are trusted")
                        : new Fate.Lacking(
                                "the machine's certificates are trusted; others for some hosts by [[upstream]] with"
                                        + " ca_file"));
        lacking("the machine's certificates are trusted; others for some hosts by [[upstream]] with ca_file", "cafile");
        rule(
                "nosslchecks",
                (line, _) -> !line.isOn()
                        ? new Fate.Needless("certificates are always checked")
                        : new Fate.Lacking(
                                "certificates are always checked; trust others for some hosts by [[upstream]] with"
                                        + " ca_file or pin_sha256"));
        needless("indexes are asked for conditionally", "vfileuserangeops");
        needless("a download goes on whoever waits for it", "responsefreezedetecttime");
        dead("maxinresponsivedlsize");
    }

    private static void caching() {
        rule("freshindexmaxage", (line, draft) -> Rules.seconds("freshness.check_after", 0, line, draft));
        rule("offlinemode", Rules::offline);
        needless(
                "every type of file is served; how long one is good is said by its name, its index and its origin",
                "pfilepattern",
                "vfilepattern",
                "spfilepattern",
                "svfilepattern",
                "wfilepattern",
                "pfilepatternex",
                "vfilepatternex",
                "spfilepatternex",
                "svfilepatternex",
                "wfilepatternex");
        lacking(
                "there are no files that are passed through without being stored",
                "dontcache",
                "dontcacherequested",
                "dontcacheresolved");
        rule("precachefor", Rules::precache);
    }

    private static void expiration() {
        rule("exthreshold", Rules::keepUnreferenced);
        rule("extreshold", Rules::keepUnreferenced);
        rule("keepextraversions", Rules::keepNewest);
        needless(
                "removal never depends on downloads",
                "exabortonproblems",
                "exstarttradeoff",
                "exsuppressadminnotification",
                "followindexfileremoval");
        dead("oldindexupdater");
    }

    private static Fate logDirectory(AcngLine line, Draft draft) {
        if (line.value().isEmpty()) {
            draft.toml().set("log.access", "\"off\"", line.toString());
            return mapped("log.access");
        }
        return new Fate.Lacking(
                "the access log goes to the standard output; log.access names a file, in another form than"
                        + " apt-cacher.log");
    }

    private static Fate debug(AcngLine line, Draft draft) {
        if (line.number().orElse(0) < 2) {
            return new Fate.Needless("errors are always told");
        }
        draft.toml().set("log.level", "\"debug\"", line.toString());
        return new Fate.Mapped(List.of("log.level"), "");
    }
}
