package org.aptheke.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The checked configuration: plain values, nothing that opens a file or a socket. The keys, their defaults and their
 * meaning are documented in {@code docs/configuration.md}. Immutable.
 *
 * @param data the directory of the store, absolute
 * @param listen where clients are served; at least one
 * @param repositories the first that fits wins
 */
public record Settings(
        Path data,
        List<InetSocketAddress> listen,
        Console console,
        Clients clients,
        Hosts hosts,
        Connect connect,
        Intercept intercept,
        Tls tls,
        Announce announce,
        Egress egress,
        Upstreams upstreams,
        Freshness freshness,
        Suites suites,
        Warm warm,
        Origin origin,
        Limits limits,
        Signatures signatures,
        List<Repository> repositories,
        Store store,
        House house,
        Traffic traffic,
        Hot hot,
        Log log) {

    public Settings {
        listen = List.copyOf(listen);
        repositories = List.copyOf(repositories);
    }

    /**
     * Where the console and the API listen, and who may use them.
     *
     * @param socket empty for none
     * @param certificate empty when no TLS is spoken
     * @param key empty when it is in the file of the certificate
     */
    public record Console(
            InetSocketAddress listen,
            Optional<Path> socket,
            Optional<Path> certificate,
            Optional<Path> key,
            Duration idleTimeout,
            Duration sessionLifetime,
            List<User> users) {
        public Console {
            users = List.copyOf(users);
        }
    }

    /** Who may log in. */
    public record User(String name, UserRole role, Hidden passwordHash) {}

    /** What a user may do; each includes those before it. */
    public enum UserRole {
        VIEW,
        OPERATE,
        ADMIN
    }

    /**
     * Which clients may ask.
     *
     * @param htpasswd whose users only; empty for all
     */
    public record Clients(List<Cidr> allow, Optional<Path> htpasswd) {
        public Clients {
            allow = List.copyOf(allow);
        }
    }

    /** Which hosts may be asked for; {@code deny} wins. An empty {@code allow} means all. */
    public record Hosts(List<HostPattern> allow, List<HostPattern> deny) {
        public Hosts {
            allow = List.copyOf(allow);
            deny = List.copyOf(deny);
        }
    }

    /**
     * Tunnels.
     *
     * @param allow where they may lead; empty means nowhere
     */
    public record Connect(List<HostPortPattern> allow, Duration idleTimeout) {
        public Connect {
            allow = List.copyOf(allow);
        }
    }

    /** What is intercepted; each has a port. */
    public record Intercept(List<HostPortPattern> hosts) {
        public Intercept {
            hosts = List.copyOf(hosts);
        }

        /** The hosts without their ports, as a certificate authority knows them. */
        public List<String> names() {
            return hosts.stream()
                    .map(pattern -> pattern.host().text())
                    .distinct()
                    .toList();
        }
    }

    /**
     * Where TLS is spoken with clients, and as whom. There is a certificate where there is an address.
     *
     * @param key empty when it is in the file of the certificate
     */
    public record Tls(List<InetSocketAddress> listen, Optional<Path> certificate, Optional<Path> key) {
        public Tls {
            listen = List.copyOf(listen);
        }
    }

    /** How clients find the cache without being told. */
    public record Announce(Mdns mdns) {}

    /** Whether the networks of the machine are told by multicast DNS that the cache is here. */
    public enum Mdns {
        /** Those on which clients other than the machine itself are served. */
        AUTO,
        /** The machine itself too. */
        ON,
        OFF
    }

    /** Which private or otherwise refused addresses may be origins. */
    public record Egress(List<Cidr> allow) {
        public Egress {
            allow = List.copyOf(allow);
        }
    }

    /** The operator's part of freshness. */
    public record Freshness(Duration checkAfter, Duration notFound, Duration immutableByName) {}

    /** What is fetched ahead after a suite has changed; {@code to} is exclusive. */
    public record Warm(long budgetBytes, LocalTime from, LocalTime to) {}

    /** How suites are kept whole. */
    public record Suites(
            Duration adoptWait,
            Duration refresh,
            Duration inUse,
            Duration giveUpAfter,
            boolean staleBeyondValidUntil) {}

    /**
     * How origins are asked. Rates are in bytes per second; an empty one means unlimited.
     *
     * @param perOrigin fetches at a time from one origin
     * @param fetches fetches at a time from all origins
     * @param waiting clients that may wait for a fetch to begin
     * @param retries further attempts after the first
     * @param hours limits that hold at certain times of day instead of {@code rate}; the first that fits wins
     */
    public record Origin(
            Duration connectTimeout,
            Duration idleTimeout,
            long minimumBytesPerSecond,
            int perOrigin,
            int fetches,
            int waiting,
            int retries,
            OptionalLong bytesPerSecond,
            OptionalLong bytesPerSecondPerOrigin,
            long maxObjectBytes,
            List<RateHours> hours) {
        public Origin {
            hours = List.copyOf(hours);
        }
    }

    /**
     * A bandwidth limit for a part of the day, in the time zone of the machine.
     *
     * @param to the end, exclusive; before {@code from} when the part spans midnight
     * @param bytesPerSecond empty for unlimited
     */
    public record RateHours(LocalTime from, LocalTime to, OptionalLong bytesPerSecond) {}

    /**
     * What one client, and all together, may occupy.
     *
     * @param requestRate requests per second of one client; empty means unlimited
     */
    public record Limits(
            int connections,
            int connectionsPerClient,
            OptionalInt requestRate,
            int requestsAhead,
            Duration idleTimeout,
            Duration headerTimeout) {}

    /**
     * What is demanded of signatures where no repository says otherwise.
     *
     * @param keyrings files and directories
     */
    public record Signatures(SignatureCheck policy, List<Path> keyrings) {
        public Signatures {
            keyrings = List.copyOf(keyrings);
        }
    }

    /** What is demanded of the signature of a release file. */
    public enum SignatureCheck {
        PREFER,
        REQUIRE,
        OFF
    }

    /**
     * What is different for some repositories.
     *
     * @param signatures empty for the usual policy
     * @param keyrings the only ones that count there; empty for the usual ones
     */
    public record Repository(
            RepositoryPattern match, Optional<SignatureCheck> signatures, Optional<List<Path>> keyrings) {
        public Repository {
            keyrings = keyrings.map(List::copyOf);
        }
    }

    /** How far the store may fill its disk. */
    public record Store(long keepFreeBytes, SpaceLimit budget, int highMarkPercent, int lowMarkPercent) {}

    /** How long it is remembered what clients asked for and got. */
    public record Traffic(Duration keep) {}

    /**
     * How house is kept, and whether origins are asked at all.
     *
     * @param trustedExporters the keys of those whose bundles are taken
     */
    public record House(
            boolean offline,
            Expire expire,
            List<String> trustedExporters,
            Scrub scrub,
            Schedule schedule,
            List<Mirror> mirrors) {
        public House {
            trustedExporters = List.copyOf(trustedExporters);
            mirrors = List.copyOf(mirrors);
        }
    }

    /**
     * One {@code [[mirror]]}: suites that are fetched before anybody asks.
     *
     * @param url what is before {@code /dists/}, as clients name it
     * @param suites as sources of apt name them; flat ones end with a slash
     * @param components empty for all
     * @param architectures empty where only sources are wanted
     * @param sections patterns; empty for all
     * @param packages patterns; empty for all
     * @param newest whether only the newest version of each package
     * @param related whether only packages of which some version is stored
     * @param indexes beside those of packages and sources
     * @param hours when it may fetch; empty for always
     */
    public record Mirror(
            String name,
            HttpUrl url,
            List<String> suites,
            List<String> components,
            List<String> architectures,
            List<String> sections,
            List<String> packages,
            boolean newest,
            boolean sources,
            boolean related,
            List<MirrorIndex> indexes,
            OptionalLong budgetBytes,
            OptionalLong bytesPerSecond,
            Optional<TimesOfDay> hours) {
        public Mirror {
            suites = List.copyOf(suites);
            components = List.copyOf(components);
            architectures = List.copyOf(architectures);
            sections = List.copyOf(sections);
            packages = List.copyOf(packages);
            indexes = List.copyOf(indexes);
        }
    }

    /** Indexes that some clients ask for. */
    public enum MirrorIndex {
        TRANSLATIONS,
        CONTENTS,
        DEP11,
        COMMANDS
    }

    /** A part of the day; {@code to} is exclusive, and before {@code from} when it spans midnight. */
    public record TimesOfDay(LocalTime from, LocalTime to) {}

    /** How long files are kept that are not needed any more; {@code newest} versions of a package stay in any case. */
    public record Expire(Duration keepUnreferenced, Duration keepUnused, int newest, Duration keepIdleSuite) {}

    /** In how many runs all stored files are read again, and how fast. */
    public record Scrub(int runs, long bytesPerSecond) {}

    /** When jobs begin by themselves; {@code quietTo} is exclusive. */
    public record Schedule(
            Cron expire, Cron scrub, Cron mirror, Duration jitter, LocalTime quietFrom, LocalTime quietTo) {}

    /** The memory cache of ready answers. */
    public record Hot(long memoryBytes) {}

    /**
     * What is logged, and where.
     *
     * @param access empty when no access log is kept
     * @param audit empty when changes are not noted
     */
    public record Log(Optional<LogTarget> access, Optional<Path> audit, LogFormat format, LogLevel level) {}

    /** Where an access log goes. */
    public sealed interface LogTarget {
        /** The standard output of the program. */
        record StandardOutput() implements LogTarget {}

        /** A file that is appended to. */
        record File(Path path) implements LogTarget {}
    }

    /** How a log line looks. */
    public enum LogFormat {
        TEXT,
        JSON
    }

    /** The least grave kind of message that is logged. */
    public enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }
}
