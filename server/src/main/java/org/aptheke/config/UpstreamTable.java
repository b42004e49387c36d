package org.aptheke.config;

import java.util.Base64;
import java.util.List;

/** Reads and writes one {@code [[upstream]]} table. */
final class UpstreamTable {
    private static final int SHA256_BYTES = 32;

    static final Kind<String> PATH = Kind.text("path", UpstreamTable::path, text -> text);

    private static final Kind<Upstreams.Scheme> SCHEME = Kind.choice(Upstreams.Scheme.class);
    static final Kind<List<String>> PINS = Kind.listOf(Kind.text("digest in base64", UpstreamTable::pin, t -> t));

    static final Kind<Upstreams.Rule> KIND = TableReader.kind(
            "table of host, path, scheme, ca_file and pin_sha256",
            "write {host = \"vendor.example\", scheme = \"https\"}",
            UpstreamTable::read,
            (rule, text) -> text.add("host", Kinds.HOSTS, rule.hosts())
                    .add("path", PATH, rule.path())
                    .add("scheme", SCHEME, rule.scheme())
                    .add("ca_file", Kinds.FILE, rule.caFile())
                    .addAll("pin_sha256", PINS, rule.pins())
                    .toString());

    private UpstreamTable() {}

    private static Upstreams.Rule read(TableReader table) throws BadValueException {
        var rule = new Upstreams.Rule(
                table.required("host", Kinds.HOSTS),
                table.optional("path", PATH, "/"),
                table.optional("scheme", SCHEME),
                table.optional("ca_file", Kinds.FILE),
                table.optional("pin_sha256", PINS, List.of()));
        boolean says = rule.scheme().isPresent()
                || rule.caFile().isPresent()
                || !rule.pins().isEmpty();
        if (rule.hosts().isEmpty() || !says) {
            throw table.wrong("it names no host, or says nothing of it");
        }
        if (rule.scheme().isEmpty() && !rule.path().equals("/")) {
            throw table.wrong("path goes with scheme: certificates are those of a host");
        }
        return rule;
    }

    static String path(String text) {
        if (!text.matches("/[!-~&&[^?#]]*")) {
            throw new IllegalArgumentException("not a path; it starts with a slash and has no query: /debian");
        }
        return text;
    }

    private static String pin(String text) {
        String digest = text.startsWith("sha256/") ? text.substring(7) : text;
        try {
            if (Base64.getDecoder().decode(digest).length == SHA256_BYTES) {
                return digest;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new IllegalArgumentException("not a SHA-256 of a public key in base64, which has 44 characters");
    }
}
