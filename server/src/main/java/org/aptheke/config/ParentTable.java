package org.aptheke.config;

import java.util.List;
import java.util.Set;
import org.aptheke.config.Upstreams.Parent;

/** Reads and writes one {@code [[parent]]} table. */
final class ParentTable {
    private static final Set<String> SCHEMES = Set.of("http", "https", "socks5");

    private static final Kind<String> NAME = Kind.text("name", ParentTable::name, text -> text);
    private static final Kind<HttpUrl> URL = Kind.text("URL", text -> HttpUrl.parse(text, SCHEMES), HttpUrl::toString);

    static final Kind<Parent> KIND = TableReader.kind(
            "table of url, name, hosts, except, user, password, fallback_direct, ca_file and pin_sha256",
            "write {url = \"http://proxy.example:3128\", except = [\"*.example.org\"]}",
            ParentTable::read,
            ParentTable::write);

    private ParentTable() {}

    private static Parent read(TableReader table) throws BadValueException {
        var parent = new Parent(
                table.optional("name", NAME),
                table.required("url", URL),
                table.optional("hosts", Kinds.HOSTS, List.of(new HostPattern("*"))),
                table.optional("except", Kinds.HOSTS, List.of()),
                table.optional("user", CredentialTable.USER),
                CredentialTable.secret(table, "password"),
                table.optional("fallback_direct", Kind.BOOLEAN, false),
                table.optional("ca_file", Kinds.FILE),
                table.optional("pin_sha256", UpstreamTable.PINS, List.of()));
        if (parent.user().isPresent() != parent.password().isPresent()) {
            throw table.wrong("user and password, or password_file, go together");
        }
        if (!parent.url().path().equals("/")) {
            throw table.wrong("url: a proxy has no path");
        }
        boolean hasTrust = parent.caFile().isPresent() || !parent.pins().isEmpty();
        if (hasTrust && !parent.url().scheme().equals("https")) {
            throw table.wrong("ca_file and pin_sha256 are for a proxy with an https:// url; those of origins stand in"
                    + " [[upstream]] tables");
        }
        return parent;
    }

    private static String write(Parent parent, TableText text) {
        text.add("name", NAME, parent.name())
                .add("url", URL, parent.url())
                .add("hosts", Kinds.HOSTS, parent.hosts())
                .addAll("except", Kinds.HOSTS, parent.except())
                .add("user", CredentialTable.USER, parent.user());
        parent.password().ifPresent(secret -> CredentialTable.write(text, "password", secret));
        return text.add("fallback_direct", Kind.BOOLEAN, parent.fallbackDirect())
                .add("ca_file", Kinds.FILE, parent.caFile())
                .addAll("pin_sha256", UpstreamTable.PINS, parent.pins())
                .toString();
    }

    private static String name(String text) {
        String name = RemapTable.name(text);
        if (name.equals("direct")) {
            throw new IllegalArgumentException("\"direct\" stands for no parent at all");
        }
        return name;
    }
}
