package org.aptheke.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Reads and writes one {@code [[remap]]} table. */
final class RemapTable {
    private static final String FILE = "file:";

    /** First segments of paths that mean something else. */
    private static final Set<String> TAKEN = Set.of("https", "healthz", "readyz", "snapshot", "aptheke", "localhost");

    private static final Kind<String> NAME = Kind.text("name", RemapTable::name, text -> text);
    private static final Kind<List<Upstreams.Place>> FROM =
            Kind.listOf(Kind.text("URL, path or file:", RemapTable::from, Upstreams.Place::toString));
    private static final Kind<List<Upstreams.Place>> TO =
            Kind.listOf(Kind.text("URL or file:", RemapTable::to, Upstreams.Place::toString));

    static final Kind<Upstreams.Remap> KIND = TableReader.kind(
            "table of name, from, to, credentials, parent and patience",
            "write {name = \"debian\", from = [\"http://deb.example.org/debian\"], to = [\"http://mirror.example/debian\"]}",
            RemapTable::read,
            (remap, text) -> text.add("name", NAME, remap.name())
                    .addAll("from", FROM, remap.from())
                    .addAll("to", TO, remap.to())
                    .add("credentials", NAME, remap.credentials())
                    .add("parent", NAME, remap.parent())
                    .add("patience", Kinds.POSITIVE, remap.patience())
                    .toString());

    private RemapTable() {}

    private static Upstreams.Remap read(TableReader table) throws BadValueException {
        var remap = new Upstreams.Remap(
                table.required("name", Kind.text("name", RemapTable::remapName, text -> text)),
                table.optional("from", FROM, List.of()),
                table.optional("to", TO, List.of()),
                table.optional("credentials", NAME),
                table.optional("parent", NAME),
                table.optional("patience", Kinds.POSITIVE, Duration.ofSeconds(5)));
        if (remap.to().isEmpty() && remap.from().stream().allMatch(Upstreams.Place.BelowPath.class::isInstance)) {
            throw table.wrong("there is no URL to fetch from");
        }
        return remap;
    }

    private static String remapName(String text) {
        String name = name(text);
        if (TAKEN.contains(name)) {
            throw new IllegalArgumentException(name + " means something else in a path");
        }
        return name;
    }

    static String name(String text) {
        if (!text.matches("[a-z0-9][a-z0-9_-]{0,62}")) {
            throw new IllegalArgumentException("not a name; small letters, digits, - and _ make one");
        }
        return text;
    }

    private static Upstreams.Place from(String text) {
        return text.startsWith("/") ? new Upstreams.Place.BelowPath(top(UpstreamTable.path(text))) : to(text);
    }

    private static Upstreams.Place to(String text) {
        if (!text.startsWith(FILE)) {
            return new Upstreams.Place.Url(HttpUrl.parse(text));
        }
        String path = text.substring(FILE.length());
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(
                    "a list of mirrors is named by its whole path: file:/etc/aptheke/mirrors");
        }
        return new Upstreams.Place.ListFile(Path.of(path));
    }

    private static String top(String path) {
        String top = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        int end = top.indexOf('/', 1);
        String first = top.isEmpty() ? "" : end < 0 ? top.substring(1) : top.substring(1, end);
        if (first.isEmpty() || TAKEN.contains(first)) {
            throw new IllegalArgumentException("a path of this proxy itself");
        }
        return top;
    }
}
