package org.aptheke.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.aptheke.config.Upstreams.Credential;
import org.aptheke.config.Upstreams.Proof;
import org.aptheke.config.Upstreams.SecretSource;

/** Reads and writes one {@code [[credentials]]} table. */
final class CredentialTable {
    private static final Kind<String> NAME = Kind.text("name", RemapTable::name, text -> text);
    static final Kind<String> USER = Kind.text("user name", CredentialTable::user, text -> text);

    static final Kind<Credential> KIND = TableReader.kind(
            "table of name, hosts, path, clients and what is shown",
            "write {name = \"vendor\", hosts = \"vendor.example\", clients = [\"10.0.0.0/8\"], user = \"u\","
                    + " password_file = \"/etc/aptheke/vendor.password\"}",
            CredentialTable::read,
            CredentialTable::write);

    private CredentialTable() {}

    private static Credential read(TableReader table) throws BadValueException {
        String name = table.required("name", NAME);
        List<HostPattern> hosts = table.optional("hosts", Kinds.HOSTS, List.of());
        String path = table.optional("path", UpstreamTable.PATH, "/");
        List<Cidr> clients = table.optional("clients", Kinds.CIDRS, List.of());
        boolean overHttp = table.optional("over_http", Kind.BOOLEAN, false);
        Proof proof = proof(table);
        boolean fromFile = proof instanceof Proof.Entries;
        if (clients.isEmpty()) {
            throw table.wrong(
                    "clients is missing: the addresses that may have what these credentials open; for all write"
                            + " [\"0.0.0.0/0\", \"::/0\"]");
        }
        if (hosts.isEmpty() != fromFile || (fromFile && !path.equals("/"))) {
            throw table.wrong(fromFile ? "hosts and path stand in the file" : "hosts is missing");
        }
        if (proof instanceof Proof.Certificate && !path.equals("/")) {
            throw table.wrong("a certificate is shown to a host before any path is said");
        }
        return new Credential(name, hosts, path, clients, overHttp, proof);
    }

    private static Proof proof(TableReader table) throws BadValueException {
        var user = table.optional("user", USER);
        var password = secret(table, "password");
        var token = secret(table, "token");
        var netrc = table.optional("netrc", Kinds.FILE);
        var authConf = table.optional("auth_conf", Kinds.FILE);
        var certificate = table.optional("certificate", Kinds.FILE);
        var key = table.optional("key", Kinds.FILE);
        var proofs = Stream.of(
                        user.flatMap(name -> password.map(secret -> (Proof) new Proof.Basic(name, secret))),
                        token.map(secret -> (Proof) new Proof.Bearer(secret)),
                        netrc.map(file -> (Proof) new Proof.Entries(file, false)),
                        authConf.map(file -> (Proof) new Proof.Entries(file, true)),
                        certificate.flatMap(chain -> key.map(file -> (Proof) new Proof.Certificate(chain, file))))
                .flatMap(Optional::stream)
                .toList();
        if (proofs.size() != 1
                || user.isPresent() != password.isPresent()
                || certificate.isPresent() != key.isPresent()) {
            throw table.wrong("one of these is wanted: user with password or password_file, token or token_file, netrc,"
                    + " auth_conf, certificate with key");
        }
        return proofs.getFirst();
    }

    /** A secret that stands in the table or in a file of its own. */
    static Optional<SecretSource> secret(TableReader table, String key) throws BadValueException {
        var here = table.optional(key, Hidden.KIND);
        var file = table.optional(key + "_file", Kinds.FILE);
        if (here.isPresent() && file.isPresent()) {
            throw new BadValueException(key + " is said twice", "write " + key + " or " + key + "_file");
        }
        return here.<SecretSource>map(SecretSource.Here::new).or(() -> file.map(SecretSource.InFile::new));
    }

    static void write(TableText text, String key, SecretSource secret) {
        switch (secret) {
            case SecretSource.Here(var hidden) -> text.add(key, Hidden.KIND, hidden);
            case SecretSource.InFile(var file) -> text.add(key + "_file", Kinds.FILE, file);
        }
    }

    private static String write(Credential credential, TableText text) {
        text.add("name", NAME, credential.name())
                .addAll("hosts", Kinds.HOSTS, credential.hosts())
                .add("path", UpstreamTable.PATH, credential.path())
                .add("clients", Kinds.CIDRS, credential.clients())
                .add("over_http", Kind.BOOLEAN, credential.overHttp());
        switch (credential.proof()) {
            case Proof.Basic(var user, var password) -> {
                text.add("user", USER, user);
                write(text, "password", password);
            }
            case Proof.Bearer(var token) -> write(text, "token", token);
            case Proof.Entries(var file, boolean aptSyntax) ->
                text.add(aptSyntax ? "auth_conf" : "netrc", Kinds.FILE, file);
            case Proof.Certificate(var chain, var key) ->
                text.add("certificate", Kinds.FILE, chain).add("key", Kinds.FILE, key);
        }
        return text.toString();
    }

    private static String user(String text) {
        if (text.isEmpty() || text.indexOf(':') >= 0 || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("not a user name: it is empty, or has a colon or a control character");
        }
        return text;
    }
}
