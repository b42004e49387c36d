package org.aptheke.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is laid down about certain origins. Immutable.
 *
 * @param rules the first that names a scheme decides about it, the first that names certificates about these
 * @param remaps with different names
 * @param credentials with different names; the first that is for a host and a client counts
 * @param parents the first that is for a host and answers counts
 */
public record Upstreams(List<Rule> rules, List<Remap> remaps, List<Credential> credentials, List<Parent> parents) {
    public Upstreams {
        parents = List.copyOf(parents);
        credentials = List.copyOf(credentials);
        rules = List.copyOf(rules);
        remaps = List.copyOf(remaps);
    }

    /** By which scheme an origin is asked when the client wrote http. */
    public enum Scheme {
        HTTP,
        HTTPS
    }

    /**
     * One {@code [[upstream]]}.
     *
     * @param path starts with a slash; the scheme holds for it and all below it
     * @param caFile certificate authorities that are trusted for these hosts, instead of the usual ones
     * @param pins of public keys, in base64
     */
    public record Rule(
            List<HostPattern> hosts, String path, Optional<Scheme> scheme, Optional<Path> caFile, List<String> pins) {
        public Rule {
            hosts = List.copyOf(hosts);
            pins = List.copyOf(pins);
        }
    }

    /**
     * One {@code [[remap]]}: mirrors under a name.
     *
     * @param to empty when the mirrors are those that clients ask for
     * @param credentials the name of a table of credentials
     * @param parent the name of a parent proxy, or {@code direct}
     * @param patience how long a mirror may be silent before the next is asked too
     */
    public record Remap(
            String name,
            List<Place> from,
            List<Place> to,
            Optional<String> credentials,
            Optional<String> parent,
            Duration patience) {
        public Remap {
            from = List.copyOf(from);
            to = List.copyOf(to);
        }
    }

    /**
     * One {@code [[credentials]]}.
     *
     * @param hosts empty when the proof names them
     * @param clients which may have what the credentials open
     * @param overHttp whether they may cross the line unencrypted
     */
    public record Credential(
            String name, List<HostPattern> hosts, String path, List<Cidr> clients, boolean overHttp, Proof proof) {
        public Credential {
            hosts = List.copyOf(hosts);
            clients = List.copyOf(clients);
        }
    }

    /** What is shown to an origin. */
    public sealed interface Proof {
        /** User and password. */
        record Basic(String user, SecretSource password) implements Proof {}

        /** A bearer token. */
        record Bearer(SecretSource token) implements Proof {}

        /** Users and passwords of many hosts; {@code aptSyntax} when the file is one for apt. */
        record Entries(Path file, boolean aptSyntax) implements Proof {}

        /** A certificate and its key. */
        record Certificate(Path chain, Path key) implements Proof {}
    }

    /** Where a secret stands. */
    public sealed interface SecretSource {
        /** In the configuration itself. */
        record Here(Hidden secret) implements SecretSource {}

        /** In the first line of a file. */
        record InFile(Path file) implements SecretSource {}
    }

    /**
     * One {@code [[parent]]}: a proxy between this one and some origins.
     *
     * @param url of http, https or socks5
     * @param except of {@code hosts}, those that are reached without it
     * @param user present when there is a password
     * @param fallbackDirect whether its hosts are reached without it when it is away
     * @param caFile certificate authorities that are trusted for an https proxy, instead of the usual ones
     * @param pins of its public keys, in base64
     */
    public record Parent(
            Optional<String> name,
            HttpUrl url,
            List<HostPattern> hosts,
            List<HostPattern> except,
            Optional<String> user,
            Optional<SecretSource> password,
            boolean fallbackDirect,
            Optional<Path> caFile,
            List<String> pins) {
        public Parent {
            pins = List.copyOf(pins);
            hosts = List.copyOf(hosts);
            except = List.copyOf(except);
        }
    }

    /** What a remap is about. */
    public sealed interface Place {
        /** All below a URL. */
        record Url(HttpUrl url) implements Place {
            @Override
            public String toString() {
                return url.toString();
            }
        }

        /** All below a path, in requests that name no host. */
        record BelowPath(String path) implements Place {
            @Override
            public String toString() {
                return path;
            }
        }

        /** Each URL of a list; a star in the last part of the path stands for several lists. */
        record ListFile(Path path) implements Place {
            @Override
            public String toString() {
                return "file:" + path;
            }
        }
    }
}
