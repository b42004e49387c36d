package org.aptheke.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aptheke.config.Settings.LogFormat;
import org.aptheke.config.Settings.LogLevel;
import org.aptheke.config.Settings.LogTarget;
import org.aptheke.config.Settings.Mdns;
import org.aptheke.config.Settings.RateHours;
import org.aptheke.config.Settings.Repository;
import org.aptheke.config.Settings.SignatureCheck;

/** Everything that can be set. The reader, the documentation and the sample file all follow this table. */
final class Keys {
    /** A table of the file, with its keys in the order in which they are documented. */
    record Table(String name, String about, List<Key<?>> keys) {
        Table {
            keys = List.copyOf(keys);
        }
    }

    private static final int MANY = 1_000_000;

    private static final Kind<Long> SIZE =
            Kind.text("size", Units::size, Units::size).orNumber();

    static final Key<Path> DATA = new Key<>(
            "data",
            Kind.text("directory", Paths::absolute, Path::toString),
            "\"/var/lib/aptheke\"",
            "Where everything is stored. The default is for root; another user's is $XDG_DATA_HOME/aptheke, or"
                    + " ~/.local/share/aptheke when that variable is not set. It is created when it is missing.",
            "\"/srv/aptheke\"");
    static final Key<List<InetSocketAddress>> LISTEN = new Key<>(
            "listen",
            Kind.listOf(Kinds.ADDRESS).where(list -> !list.isEmpty(), "at least one address is needed"),
            "[\":3142\"]",
            "Where clients are served, one or more addresses. Without a host, all addresses of the machine, IPv4 and IPv6."
                    + " An IPv6 address stands in brackets. Where systemd listens for the program (aptheke.socket) and nothing sets"
                    + " this key, clients are served on its sockets alone; when it is set, it must name them. docs/systemd.md tells"
                    + " more.",
            "[\"192.0.2.10:3142\", \"[2001:db8::10]:3142\"]");
    static final Key<List<Cidr>> CLIENTS_ALLOW = new Key<>(
            "clients.allow",
            Kinds.CIDRS,
            "[\"127.0.0.0/8\", \"::1/128\", \"10.0.0.0/8\", \"172.16.0.0/12\", \"192.168.0.0/16\", \"169.254.0.0/16\","
                    + " \"fe80::/10\", \"fc00::/7\"]",
            "Clients that may ask; all others are refused. The default is this machine and the private networks, so that a"
                    + " machine on the Internet is not an open proxy by accident.",
            "[\"127.0.0.0/8\", \"::1/128\", \"203.0.113.0/24\"]");
    static final Key<Optional<Path>> CLIENTS_HTPASSWD = new Key<>(
            "clients.htpasswd",
            Kind.text("file", Paths::optional, Kinds::optionalPath),
            "\"\"",
            "A file of users and passwords, as `htpasswd -B` writes it (bcrypt only). When it is named, clients must be among"
                    + " `allow` and show a password: to the proxy (`http://user:password@cache:3142` as the proxy's address), or"
                    + " to the server in the path form, where it then is not sent on to origins. The pages that help to set up"
                    + " a client need none. The file is read again when it changes, and with SIGHUP.",
            "\"/etc/aptheke/htpasswd\"");
    static final Key<List<HostPattern>> HOSTS_ALLOW = new Key<>(
            "hosts.allow",
            Kinds.HOSTS,
            "[]",
            "Hosts whose files may be asked for. An empty list means all. A pattern is a name, `*.example.org` for every"
                    + " name below it, or `*`.",
            "[\"deb.example.org\", \"*.mirror.example\"]");
    static final Key<List<HostPattern>> HOSTS_DENY = new Key<>(
            "hosts.deny",
            Kinds.HOSTS,
            "[]",
            "Hosts whose files may not be asked for, also when `allow` names them.",
            "[\"*.ads.example\"]");
    static final Key<List<HostPortPattern>> CONNECT_ALLOW = new Key<>(
            "connect.allow",
            Kind.listOf(Kind.text("host pattern and port", HostPortPattern::parse, HostPortPattern::toString)),
            "[]",
            "Where CONNECT may tunnel to. Tunnelled bytes are not seen and not cached. The default is nowhere; `*:443` lets"
                    + " every https source of every client through.",
            "[\"*:443\"]");
    static final Key<Duration> CONNECT_IDLE_TIMEOUT = new Key<>(
            "connect.idle_timeout",
            Kinds.POSITIVE,
            "\"10m\"",
            "How long a tunnel may be silent in both directions before it is closed.",
            "\"1h\"");
    static final Key<List<HostPortPattern>> INTERCEPT_HOSTS = new Key<>(
            "intercept.hosts",
            Kind.listOf(Kind.text("host pattern", HostPortPattern::intercepted, HostPortPattern::writeIntercepted)),
            "[]",
            "Hosts whose https is opened, so that their files are cached: a CONNECT to port 443 of one (or to the port that"
                    + " stands behind it) is answered with a certificate of the local certificate authority, which `aptheke ca"
                    + " init` makes and which clients must trust; docs/interception.md tells how. A pattern is a name, or"
                    + " `*.example.org` for every name below it. The authority can sign for these hosts only: after a change,"
                    + " `aptheke check-config` says whether it must be renewed.",
            "[\"vendor.example\", \"*.packagecloud.example\", \"private.example:8443\"]");
    static final Key<List<InetSocketAddress>> TLS_LISTEN = new Key<>(
            "tls.listen",
            Kind.listOf(Kinds.ADDRESS),
            "[]",
            "Where clients are served by TLS, in the same forms as on `listen`; a socket of systemd for one is used. `Acquire::http::Proxy"
                    + " \"https://cache.example.org:3144\"`, or sources like `https://cache.example.org:3144/deb.example.org/debian`.",
            "[\":3144\"]");
    static final Key<Optional<Path>> TLS_CERTIFICATE = new Key<>(
            "tls.certificate",
            Kind.text("file", Paths::optional, Kinds::optionalPath),
            "\"\"",
            "The certificate shown there, in PEM, with the intermediate ones behind it. It is read again when the file"
                    + " changes, and with SIGHUP.",
            "\"/etc/aptheke/tls.crt\"");
    static final Key<Optional<Path>> TLS_KEY = new Key<>(
            "tls.key",
            Kind.text("file", Paths::optional, Kinds::optionalPath),
            "\"\"",
            "The certificate's private key, in PEM and without a passphrase. When nothing is said it is in the file of the"
                    + " certificate.",
            "\"/etc/aptheke/tls.key\"");
    static final Key<Mdns> ANNOUNCE_MDNS = new Key<>(
            "announce.mdns",
            Kind.choice(Mdns.class),
            "\"auto\"",
            "Whether neighbours are told by multicast DNS that there is a cache (`_apt_proxy._tcp`), which clients with"
                    + " squid-deb-proxy-client look for. `auto`: on the networks that `listen` is about, and nowhere when that"
                    + " is the machine itself. `on`: there too. `off`: no socket is opened for it.",
            "\"off\"");
    static final Key<List<Upstreams.Rule>> UPSTREAM = new Key<>(
            "upstream",
            Kind.listOf(UpstreamTable.KIND),
            "[]",
            "What is laid down about certain origins: any number of [[upstream]] tables with `host` (one or more patterns) and"
                    + " `scheme`, `ca_file` or `pin_sha256`. `scheme = \"https\"` has a host asked by https although the client"
                    + " wrote http, with `path` only for what is below it; `scheme = \"http\"` keeps it from being asked by"
                    + " https because it once redirected there. `ca_file` names a PEM file with the authorities that are"
                    + " trusted for the host instead of the usual ones; `pin_sha256` lists SHA-256 digests in base64 of public"
                    + " keys, one of which must be in its certificate chain. Both hold for the origin itself, also behind a parent"
                    + " proxy, whose own certificate has its own settings.",
            "[{host = [\"vendor.example\", \"*.vendor.example\"], scheme = \"https\"}]");
    static final Key<List<Upstreams.Remap>> REMAP = new Key<>(
            "remap",
            differing(RemapTable.KIND, Upstreams.Remap::name, "two remaps have the same name"),
            "[]",
            "Mirrors under one name, so that their files are stored once: any number of [[remap]] tables. What is below a URL in"
                    + " `from` (by http or https), below a path in `from` (in requests without a host) and below `/name` is"
                    + " fetched from the URLs in `to`: from the first that does well, from the next when that cannot be"
                    + " reached, is silent for `patience` (5s), answers with an error or lacks the file. Without `to`, from the"
                    + " mirrors in `from`, first the one that was asked for. `file:/path` stands for a list of mirrors, plain or"
                    + " compressed: one URL on each line, or paragraphs with `Site:` and `Archive-http:`. `credentials` and"
                    + " `parent` name tables of these, or `parent = \"direct\"` passes all parents by. Clients need no host"
                    + " in `hosts.allow` for `/name`; the addresses of mirrors must be allowed like any other.",
            "[{name = \"debian\", from = [\"http://deb.example.org/debian\", \"/debian\"], to ="
                    + " [\"http://mirror.example/debian\", \"https://deb.example.org/debian\"]}]");
    static final Key<List<Upstreams.Credential>> CREDENTIALS = new Key<>(
            "credentials",
            differing(CredentialTable.KIND, Upstreams.Credential::name, "two tables of credentials have the same name"),
            "[]",
            "What is shown to origins that want credentials: any number of [[credentials]] tables with a `name`, `hosts` (and"
                    + " `path`), `clients` and one of these: `user` with `password` or `password_file`; `token` or"
                    + " `token_file`; `certificate` with `key` (PEM); `netrc` or `auth_conf`, a file with machines, logins and"
                    + " passwords. What they open is stored apart and given only to the addresses in `clients`; others are"
                    + " answered as if there were no credentials. A client that sends an Authorization of its own is passed"
                    + " through, unshared. They are sent by https only, unless `over_http = true` or an entry of the file says"
                    + " http://. An entry in a file without a scheme is for https.",
            "[{name = \"vendor\", hosts = [\"vendor.example\"], clients = [\"10.0.0.0/8\"], user = \"u\", password_file ="
                    + " \"/etc/aptheke/vendor.password\"}]");
    static final Key<List<Upstreams.Parent>> PARENT = new Key<>(
            "parent",
            Kind.listOf(ParentTable.KIND),
            "[]",
            "Proxies between this one and the origins: any number of [[parent]] tables with `url` (http://, https:// or"
                    + " socks5://), and with `user` and `password` or `password_file` where it wants them. `hosts` says which"
                    + " hosts are reached through it (all), `except` which of these are not. The first parent that is for a host"
                    + " is used; when it cannot be reached, the next that is; when none can, the host is reached without one if"
                    + " `fallback_direct = true`. A remap may name a parent by its `name`. Tunnels of clients go the same way."
                    + " Whose certificates of an https:// parent are trusted is said by `ca_file` and `pin_sha256` here, as in"
                    + " [[upstream]]. The parent's own address needs no entry in `egress.allow`. It resolves the names of origins, so of"
                    + " these only addresses can be checked here; keep it from reaching what clients must not.",
            "[{url = \"http://proxy.example:3128\", except = [\"*.example.org\"]}]");
    static final Key<List<Cidr>> EGRESS_ALLOW = new Key<>(
            "egress.allow",
            Kinds.CIDRS,
            "[]",
            "Addresses that may be origins although they are loopback, link-local, private, carrier-grade or multicast ones,"
                    + " which are refused otherwise: a client must not reach through the cache what it could not reach"
                    + " itself. List the network of an internal mirror here.",
            "[\"10.20.0.0/16\"]");
    static final Key<Duration> FRESHNESS_CHECK_AFTER = new Key<>(
            "freshness.check_after",
            Kinds.DURATION,
            "\"60s\"",
            "What a client's `Cache-Control: max-age=0` means, which apt sends with every index: a file that was checked with"
                    + " its origin less than this long ago is good enough.",
            "\"5m\"");
    static final Key<Duration> FRESHNESS_NOT_FOUND = new Key<>(
            "freshness.not_found",
            Kinds.DURATION,
            "\"10s\"",
            "How long a 404 or 410 of an origin is remembered.",
            "\"0s\"");
    static final Key<Duration> FRESHNESS_IMMUTABLE = new Key<>(
            "freshness.immutable_by_name",
            Kinds.DURATION,
            "\"1d\"",
            "How long a package file is served without checking with its origin, when the origin says nothing of its own:"
                    + " a name such as hello_1.0-1_amd64.deb is not used for other bytes.",
            "\"7d\"");
    static final Key<Duration> SUITES_ADOPT_WAIT = new Key<>(
            "suites.adopt_wait",
            Kinds.DURATION,
            "\"10s\"",
            "How long a client whose question found a new release waits for it to be complete; then it gets the release"
                    + " before, which always is. A client that comes meanwhile does not wait. Less than 30 seconds, after"
                    + " which apt gives up.",
            "\"5s\"");
    static final Key<Duration> SUITES_REFRESH = new Key<>(
            "suites.refresh",
            Kinds.POSITIVE,
            "\"30m\"",
            "How often a suite that is in use is checked with its origin without being asked, so that a new release is"
                    + " complete before a client wants it.",
            "\"2h\"");
    static final Key<Duration> SUITES_IN_USE = new Key<>(
            "suites.in_use",
            Kinds.POSITIVE,
            "\"14d\"",
            "A suite, or an index of it, that nobody asked for during this time is not in use: a new release does not wait"
                    + " for it, and it is not refreshed.",
            "\"30d\"");
    static final Key<Duration> SUITES_GIVE_UP = new Key<>(
            "suites.give_up_after",
            Kinds.POSITIVE,
            "\"6h\"",
            "How long a new release is put off whose indexes do not fit it at the origin. Then what fits is taken, and the"
                    + " rest is fetched when it is asked for.",
            "\"1h\"");
    static final Key<Boolean> SUITES_STALE = new Key<>(
            "suites.stale_beyond_valid_until",
            Kind.BOOLEAN,
            "false",
            "Whether a release is still served after its `Valid-Until` while its origin is away. apt refuses such a release"
                    + " unless it is told not to look (`Check-Valid-Until`).",
            "true");
    static final Key<Long> WARM_BUDGET = new Key<>(
            "warm.budget",
            SIZE,
            "\"0B\"",
            "How much is fetched ahead after a suite has changed: new versions of the packages of which clients used one"
                    + " within `suites.in_use`. `0B` turns it off.",
            "\"2GiB\"");
    static final Key<LocalTime> WARM_FROM = new Key<>(
            "warm.from",
            Kinds.TIME_OF_DAY,
            "\"00:00\"",
            "When fetching ahead may begin, in the time zone of the machine. The same as `to` means all day.",
            "\"22:00\"");
    static final Key<LocalTime> WARM_TO = new Key<>(
            "warm.to",
            Kinds.TIME_OF_DAY,
            "\"00:00\"",
            "When fetching ahead must have begun; what has begun goes on.",
            "\"06:00\"");
    static final Key<Duration> ORIGIN_CONNECT_TIMEOUT = new Key<>(
            "origin.connect_timeout",
            Kinds.POSITIVE,
            "\"10s\"",
            "How long to try to reach one address of an origin before the next is tried.",
            "\"3s\"");
    static final Key<Duration> ORIGIN_IDLE_TIMEOUT = new Key<>(
            "origin.idle_timeout",
            Kinds.POSITIVE,
            "\"30s\"",
            "How long an origin may send nothing before the connection is given up and the fetch is resumed on another.",
            "\"1m\"");
    static final Key<Long> ORIGIN_MINIMUM_RATE = new Key<>(
            "origin.minimum_rate",
            Kinds.RATE,
            "\"1KiB/s\"",
            "An origin that sends more slowly than this for the length of `idle_timeout` is given up like a silent one."
                    + " `0B/s` accepts any.",
            "\"10KiB/s\"");
    static final Key<Integer> ORIGIN_PER_ORIGIN = new Key<>(
            "origin.per_origin",
            Kind.whole(1, MANY),
            "8",
            "Fetches at a time from one origin; further ones wait.",
            "4");
    static final Key<Integer> ORIGIN_FETCHES = new Key<>(
            "origin.fetches",
            Kind.whole(1, MANY),
            "64",
            "Fetches at a time from all origins together; further ones wait.",
            "32");
    static final Key<Integer> ORIGIN_WAITING = new Key<>(
            "origin.waiting",
            Kind.whole(0, MANY),
            "1024",
            "Requests that may wait for their fetch to begin; more are answered with 503 at once, which apt takes as"
                    + " a reason to try again.",
            "256");
    static final Key<Integer> ORIGIN_RETRIES = new Key<>(
            "origin.retries",
            Kind.whole(0, 100),
            "5",
            "Further attempts after a fetch broke off or an origin could not be reached. Each resumes where the last one"
                    + " ended.",
            "2");
    static final Key<OptionalLong> ORIGIN_RATE = new Key<>(
            "origin.rate",
            Kinds.RATE_LIMIT,
            "\"unlimited\"",
            "Bandwidth that all fetches together may use. What is in the store is not limited.",
            "\"10MiB/s\"");
    static final Key<OptionalLong> ORIGIN_RATE_PER_ORIGIN = new Key<>(
            "origin.rate_per_origin",
            Kinds.RATE_LIMIT,
            "\"unlimited\"",
            "Bandwidth that the fetches from one origin may use together.",
            "\"2MiB/s\"");
    static final Key<Long> ORIGIN_MAX_OBJECT = new Key<>(
            "origin.max_object",
            SIZE.where(size -> size > 0, "must be more than nothing"),
            "\"64GiB\"",
            "The largest file that is fetched; larger ones are refused.",
            "\"8GiB\"");
    static final Key<List<RateHours>> ORIGIN_HOURS = new Key<>(
            "origin.hours",
            Kind.listOf(HoursTable.KIND),
            "[]",
            "Another `rate` for a part of the day, in the time zone of the machine: any number of [[origin.hours]] tables with"
                    + " `from`, `to` and `rate`. A part may span midnight; the first that fits the time of day wins, and"
                    + " `rate` holds when none does.",
            "[{from = \"08:00\", to = \"18:00\", rate = \"2MiB/s\"}]");
    static final Key<Integer> LIMITS_CONNECTIONS = new Key<>(
            "limits.connections",
            Kind.whole(1, MANY),
            "10000",
            "Connections of clients at a time. The limit of open files of the process must allow for them.",
            "2000");
    static final Key<Integer> LIMITS_PER_CLIENT = new Key<>(
            "limits.connections_per_client",
            Kind.whole(1, MANY),
            "256",
            "Connections at a time from one client; further ones are answered with 429. A client is an address, or a /64 of IPv6"
                    + " addresses unless they are unique local or link-local ones.",
            "32");
    static final Key<OptionalInt> LIMITS_REQUEST_RATE = new Key<>(
            "limits.request_rate",
            Kind.text("requests per second or \"unlimited\"", Units::requestRate, Units::requestRate),
            "\"unlimited\"",
            "Requests in a second that one client may make; what it has saved up in 5 seconds it may make at once, further ones"
                    + " are answered with 429. A client is the user whose password it shows, else counted as its connections"
                    + " are.",
            "\"200/s\"");
    static final Key<Integer> LIMITS_REQUESTS_AHEAD = new Key<>(
            "limits.requests_ahead",
            Kind.whole(1, 1024),
            "16",
            "Requests of one connection that are worked on at the same time. apt sends up to 11 ahead; their answers are sent"
                    + " in order.",
            "1");
    static final Key<Duration> LIMITS_IDLE_TIMEOUT = new Key<>(
            "limits.idle_timeout",
            Kinds.POSITIVE,
            "\"60s\"",
            "How long a connection may be silent between two requests, or take no byte of an answer, before it is closed.",
            "\"15s\"");
    static final Key<Duration> LIMITS_HEADER_TIMEOUT = new Key<>(
            "limits.header_timeout",
            Kinds.POSITIVE,
            "\"10s\"",
            "How long a client may take to send the header of a request it has begun.",
            "\"5s\"");
    static final Key<SignatureCheck> SIGNATURES_POLICY = new Key<>(
            "signatures.policy",
            RepositoryTable.CHECK,
            "\"prefer\"",
            "What is demanded of the signature of a suite's release file before it replaces an older one. `prefer`: a signature"
                    + " by a known key must be good, and one by no known key is accepted and shown in status and logs."
                    + " `require`: there must be a good signature by a known key. `off`: signatures are not looked at.",
            "\"require\"");
    static final Key<List<Path>> SIGNATURES_KEYRINGS = new Key<>(
            "signatures.keyrings",
            RepositoryTable.KEYRINGS,
            "[\"/etc/apt/trusted.gpg\", \"/etc/apt/trusted.gpg.d\", \"/etc/apt/keyrings\", \"/usr/share/keyrings\"]",
            "The keys that are known: keyrings, binary or armored, and directories with such files named `*.gpg`, `*.asc` or"
                    + " `*.pgp` (but not `*-removed-keys.*`). They count for every repository that no [[repository]] says"
                    + " otherwise of. They are read again when they change.",
            "[\"/etc/apt/trusted.gpg.d\", \"/srv/keys/example.asc\"]");
    static final Key<List<Repository>> REPOSITORY = new Key<>(
            "repository",
            Kind.listOf(RepositoryTable.KIND),
            "[]",
            "Rules for some repositories: any number of [[repository]] tables; the first whose `match` fits wins. `match` is the"
                    + " host and the path of the root of an archive, that is what stands before `/dists/`; a `*` at the end"
                    + " matches any rest, and `*.example.org` every host below. `signatures` takes the place of"
                    + " `signatures.policy`, `keyrings` that of `signatures.keyrings`: only those keys count there then.",
            "[{match = \"deb.example.org/debian/*\", signatures = \"require\","
                    + " keyrings = [\"/etc/apt/keyrings/example.gpg\"]}]");
    static final Key<Long> STORE_KEEP_FREE = new Key<>(
            "store.keep_free",
            SIZE,
            "\"256MiB\"",
            "Space that is left free on the disk of `data`. When less is free, files are passed through to the clients and not"
                    + " stored, until there is space again.",
            "\"5GiB\"");
    static final Key<Long> HOT_MEMORY = new Key<>(
            "hot.memory",
            SIZE,
            "\"64MiB\"",
            "Memory for ready answers that are asked for often; of larger ones only the open files are kept. `0` turns both off.",
            "\"256MiB\"");
    static final Key<Optional<LogTarget>> LOG_ACCESS = new Key<>(
            "log.access",
            Kind.text("file, \"-\" or \"off\"", LogTargets::parse, LogTargets::write),
            "\"-\"",
            "Where the access log goes, one line for each answer: a file, `-` for the standard output, or `off`. SIGHUP"
                    + " reopens the file.",
            "\"/var/log/aptheke/access.log\"");
    static final Key<LogFormat> LOG_FORMAT = new Key<>(
            "log.format",
            Kind.choice(LogFormat.class),
            "\"text\"",
            "How the lines of both logs look; docs/logging.md describes them.",
            "\"json\"");
    static final Key<LogLevel> LOG_LEVEL = new Key<>(
            "log.level",
            Kind.choice(LogLevel.class),
            "\"info\"",
            "The least grave messages that are written to the program's own log, which goes to the standard error.",
            "\"debug\"");

    static final List<Table> TABLES = List.of(
            new Table(
                    "",
                    "",
                    List.of(
                            DATA,
                            LISTEN,
                            HouseKeys.OFFLINE,
                            ConsoleKeys.USER,
                            REPOSITORY,
                            UPSTREAM,
                            REMAP,
                            CREDENTIALS,
                            PARENT,
                            HouseKeys.MIRROR)),
            new Table(
                    "console",
                    "The console and the API, on a listener of their own.",
                    List.of(
                            ConsoleKeys.LISTEN,
                            ConsoleKeys.SOCKET,
                            ConsoleKeys.CERTIFICATE,
                            ConsoleKeys.KEY,
                            ConsoleKeys.IDLE_TIMEOUT,
                            ConsoleKeys.SESSION_LIFETIME)),
            new Table("clients", "Who may ask.", List.of(CLIENTS_ALLOW, CLIENTS_HTPASSWD)),
            new Table("hosts", "What may be asked for.", List.of(HOSTS_ALLOW, HOSTS_DENY)),
            new Table("connect", "Tunnels.", List.of(CONNECT_ALLOW, CONNECT_IDLE_TIMEOUT)),
            new Table("intercept", "https that is opened and cached.", List.of(INTERCEPT_HOSTS)),
            new Table("tls", "TLS towards clients.", List.of(TLS_LISTEN, TLS_CERTIFICATE, TLS_KEY)),
            new Table("announce", "How clients find the cache.", List.of(ANNOUNCE_MDNS)),
            new Table("egress", "Which addresses may be reached.", List.of(EGRESS_ALLOW)),
            new Table(
                    "freshness",
                    "When a stored file is checked with its origin.",
                    List.of(FRESHNESS_CHECK_AFTER, FRESHNESS_NOT_FOUND, FRESHNESS_IMMUTABLE)),
            new Table(
                    "suites",
                    "How the suites of archives are kept whole.",
                    List.of(SUITES_ADOPT_WAIT, SUITES_REFRESH, SUITES_IN_USE, SUITES_GIVE_UP, SUITES_STALE)),
            new Table("warm", "Fetching ahead.", List.of(WARM_BUDGET, WARM_FROM, WARM_TO)),
            new Table(
                    "origin",
                    "How origins are asked.",
                    List.of(
                            ORIGIN_CONNECT_TIMEOUT,
                            ORIGIN_IDLE_TIMEOUT,
                            ORIGIN_MINIMUM_RATE,
                            ORIGIN_PER_ORIGIN,
                            ORIGIN_FETCHES,
                            ORIGIN_WAITING,
                            ORIGIN_RETRIES,
                            ORIGIN_RATE,
                            ORIGIN_RATE_PER_ORIGIN,
                            ORIGIN_MAX_OBJECT,
                            ORIGIN_HOURS)),
            new Table(
                    "limits",
                    "What clients may occupy.",
                    List.of(
                            LIMITS_CONNECTIONS,
                            LIMITS_PER_CLIENT,
                            LIMITS_REQUEST_RATE,
                            LIMITS_REQUESTS_AHEAD,
                            LIMITS_IDLE_TIMEOUT,
                            LIMITS_HEADER_TIMEOUT)),
            new Table(
                    "signatures",
                    "Whose signatures count, and what is demanded of them.",
                    List.of(SIGNATURES_POLICY, SIGNATURES_KEYRINGS)),
            new Table(
                    "store",
                    "The store on disk.",
                    List.of(
                            STORE_KEEP_FREE,
                            HouseKeys.STORE_BUDGET,
                            HouseKeys.STORE_HIGH_MARK,
                            HouseKeys.STORE_LOW_MARK)),
            new Table(
                    "expire",
                    "How long files are kept that are not needed any more.",
                    List.of(
                            HouseKeys.EXPIRE_KEEP_UNREFERENCED,
                            HouseKeys.EXPIRE_KEEP_UNUSED,
                            HouseKeys.EXPIRE_NEWEST,
                            HouseKeys.EXPIRE_KEEP_IDLE_SUITE)),
            new Table("import", "Bundles of other instances.", List.of(HouseKeys.IMPORT_TRUSTED_KEYS)),
            new Table("traffic", "What clients asked for and got, in numbers.", List.of(HouseKeys.TRAFFIC_KEEP)),
            new Table("scrub", "Reading stored files again.", List.of(HouseKeys.SCRUB_RUNS, HouseKeys.SCRUB_RATE)),
            new Table(
                    "schedule",
                    "When jobs begin by themselves.",
                    List.of(
                            HouseKeys.SCHEDULE_EXPIRE,
                            HouseKeys.SCHEDULE_SCRUB,
                            HouseKeys.SCHEDULE_MIRROR,
                            HouseKeys.SCHEDULE_JITTER,
                            HouseKeys.SCHEDULE_QUIET_FROM,
                            HouseKeys.SCHEDULE_QUIET_TO)),
            new Table("hot", "Ready answers in memory.", List.of(HOT_MEMORY)),
            new Table(
                    "log",
                    "The access log, the log of changes and the program's own log.",
                    List.of(LOG_ACCESS, ConsoleKeys.AUDIT, LOG_FORMAT, LOG_LEVEL)));

    /** What cannot change while the program runs, and is said so in the documentation of each. */
    static final Set<String> RESTART = Stream.of(
                    DATA,
                    LISTEN,
                    TLS_LISTEN,
                    ConsoleKeys.LISTEN,
                    ConsoleKeys.SOCKET,
                    ANNOUNCE_MDNS,
                    CONNECT_IDLE_TIMEOUT,
                    ORIGIN_PER_ORIGIN,
                    ORIGIN_FETCHES,
                    ORIGIN_WAITING,
                    ORIGIN_RETRIES,
                    LIMITS_CONNECTIONS,
                    LIMITS_PER_CLIENT,
                    LIMITS_REQUESTS_AHEAD,
                    LIMITS_IDLE_TIMEOUT,
                    LIMITS_HEADER_TIMEOUT,
                    STORE_KEEP_FREE,
                    HOT_MEMORY,
                    LOG_ACCESS,
                    ConsoleKeys.AUDIT,
                    LOG_FORMAT)
            .map(Key::name)
            .collect(Collectors.toUnmodifiableSet());

    /** Whose values may have secrets in them, and so are not repeated in messages. */
    static final Set<String> SECRET = Set.of(CREDENTIALS.name(), PARENT.name(), ConsoleKeys.USER.name());

    private Keys() {}

    /** Any number, each with a name of its own. */
    static <T> Kind<List<T>> differing(Kind<T> element, Function<T, String> name, String otherwise) {
        return Kind.listOf(element)
                .where(list -> list.stream().map(name).distinct().count() == list.size(), otherwise);
    }

    static List<Key<?>> all() {
        return TABLES.stream().<Key<?>>flatMap(table -> table.keys().stream()).toList();
    }
}
