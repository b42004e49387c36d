package org.aptheke.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aptheke.config.Settings.Repository;
import org.aptheke.config.Settings.SignatureCheck;
import tools.jackson.databind.JsonNode;

/** Reads and writes one {@code [[repository]]} table. */
final class RepositoryTable {
    static final Kind<SignatureCheck> CHECK = Kind.choice(SignatureCheck.class);
    static final Kind<List<Path>> KEYRINGS =
            Kind.listOf(Kind.text("file or directory", Paths::absolute, Path::toString));
    static final Kind<Repository> KIND =
            new Kind<>("table of match, signatures and keyrings", false, RepositoryTable::read, RepositoryTable::write);

    private static final Kind<RepositoryPattern> MATCH =
            Kind.text("repository pattern", RepositoryPattern::new, RepositoryPattern::toString);
    private static final Set<String> KEYS = Set.of("match", "signatures", "keyrings");
    private static final String REMEDY =
            "write {match = \"deb.example.org/debian/*\", signatures = \"require\", keyrings = [\"/path.gpg\"]}";

    private RepositoryTable() {}

    private static Repository read(JsonNode table) throws BadValueException {
        if (!table.isObject()) {
            throw new BadValueException("a table is wanted, this is " + Kind.called(table), REMEDY);
        }
        for (String key : table.propertyNames()) {
            if (!KEYS.contains(key)) {
                String remedy = Nearest.to(key, KEYS)
                        .map(near -> "did you mean " + near + "?")
                        .orElse(REMEDY);
                throw new BadValueException("unknown key " + key + " in the table", remedy);
            }
        }
        if (!table.has("match")) {
            throw new BadValueException("match is missing", REMEDY);
        }
        return new Repository(
                within(table, "match", MATCH).orElseThrow(),
                within(table, "signatures", CHECK),
                within(table, "keyrings", KEYRINGS));
    }

    private static <T> Optional<T> within(JsonNode table, String key, Kind<T> kind) throws BadValueException {
        if (!table.has(key)) {
            return Optional.empty();
        }
        try {
            return Optional.of(kind.read(table.path(key)));
        } catch (BadValueException e) {
            throw new BadValueException(key + ": " + e.wrong(), e.remedy());
        }
    }

    private static String write(Repository repository) {
        return "{match = " + MATCH.write(repository.match())
                + repository
                        .signatures()
                        .map(check -> ", signatures = " + CHECK.write(check))
                        .orElse("")
                + repository
                        .keyrings()
                        .map(paths -> ", keyrings = " + KEYRINGS.write(paths))
                        .orElse("")
                + "}";
    }
}
