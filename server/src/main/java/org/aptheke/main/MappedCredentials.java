package org.aptheke.main;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.aptheke.cli.StartFailure;
import org.aptheke.config.Upstreams;
import org.aptheke.origin.Secret;
import org.aptheke.origin.client.Pin;
import org.aptheke.origin.client.TlsRules;
import org.aptheke.remap.Remap;
import org.aptheke.route.HostPatterns;
import org.aptheke.upstream.Credential;
import org.aptheke.upstream.Grant;
import org.aptheke.upstream.NetrcFile;

/** From the tables of credentials and certificates to what shows and checks these, their files read. */
final class MappedCredentials {
    private MappedCredentials() {}

    static List<Credential> of(List<Upstreams.Credential> tables) throws StartFailure {
        var credentials = new ArrayList<Credential>();
        for (var table : tables) {
            credentials.add(new Credential(table.name(), grants(table), Mapped.cidrs(table.clients())));
        }
        return credentials;
    }

    /** Remaps may name only credentials that there are. */
    static void check(List<Remap> remaps, List<Credential> credentials) throws StartFailure {
        var names = credentials.stream().map(Credential::name).collect(Collectors.toSet());
        for (var remap : remaps) {
            var missing = remap.credential().filter(name -> !names.contains(name));
            if (missing.isPresent()) {
                throw new StartFailure(
                        "remap " + remap.name() + ": there are no [[credentials]] with the name " + missing.get());
            }
        }
    }

    private static List<Grant> grants(Upstreams.Credential table) throws StartFailure {
        return switch (table.proof()) {
            case Upstreams.Proof.Basic(var user, var password) ->
                List.of(grant(table, new Grant.Proof.Basic(user, secret(password))));
            case Upstreams.Proof.Bearer(var token) -> List.of(grant(table, new Grant.Proof.Bearer(secret(token))));
            case Upstreams.Proof.Certificate _ -> List.of(grant(table, new Grant.Proof.Certificate()));
            case Upstreams.Proof.Entries(var file, boolean _) -> {
                try {
                    yield NetrcFile.read(KeyFiles.lines(file)).stream()
                            .map(entry -> table.overHttp() ? alsoOverHttp(entry) : entry)
                            .toList();
                } catch (IllegalArgumentException e) {
                    throw new StartFailure(file + ": " + e.getMessage(), e);
                }
            }
        };
    }

    private static Grant grant(Upstreams.Credential table, Grant.Proof proof) {
        var hosts = HostPatterns.of(Mapped.texts(table.hosts()));
        return new Grant(hosts, OptionalInt.empty(), table.path(), table.overHttp(), proof);
    }

    private static Grant alsoOverHttp(Grant entry) {
        return new Grant(entry.hosts(), entry.port(), entry.path(), true, entry.proof());
    }

    /** In the bytes of the file, as a header field carries them. */
    static Secret secret(Upstreams.SecretSource source) throws StartFailure {
        return switch (source) {
            case Upstreams.SecretSource.Here(var hidden) -> Secret.of(hidden.reveal());
            case Upstreams.SecretSource.InFile(var file) -> {
                byte[] bytes = KeyFiles.secret(file).reveal().getBytes(StandardCharsets.ISO_8859_1);
                yield Secret.of(new String(bytes, StandardCharsets.UTF_8));
            }
        };
    }

    static List<TlsRules.Rule> tlsRules(List<Upstreams.Rule> tables) throws StartFailure {
        var rules = new ArrayList<TlsRules.Rule>();
        for (var table : tables) {
            if (table.caFile().isPresent() || !table.pins().isEmpty()) {
                rules.add(new TlsRules.Rule(
                        HostPatterns.of(Mapped.texts(table.hosts()))::matches,
                        table.caFile().isPresent()
                                ? KeyFiles.certificates(table.caFile().get())
                                : List.of(),
                        table.pins().stream().map(Pin::new).toList()));
            }
        }
        return rules;
    }

    /** The certificates of our own, by the names of their credentials. */
    static Map<String, TlsRules.Identity> identities(List<Upstreams.Credential> tables) throws StartFailure {
        var identities = new LinkedHashMap<String, TlsRules.Identity>();
        for (var table : tables) {
            if (table.proof() instanceof Upstreams.Proof.Certificate(var chain, var key)) {
                identities.put(
                        table.name(),
                        new TlsRules.Identity(
                                KeyFiles.privateKey(key),
                                KeyFiles.certificates(chain),
                                HostPatterns.of(Mapped.texts(table.hosts()))::matches));
            }
        }
        return identities;
    }
}
