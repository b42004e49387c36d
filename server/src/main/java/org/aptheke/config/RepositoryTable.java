package org.aptheke.config;

import java.nio.file.Path;
import java.util.List;
import org.aptheke.config.Settings.Repository;
import org.aptheke.config.Settings.SignatureCheck;

/** Reads and writes one {@code [[repository]]} table. */
final class RepositoryTable {
    static final Kind<SignatureCheck> CHECK = Kind.choice(SignatureCheck.class);
    static final Kind<List<Path>> KEYRINGS =
            Kind.listOf(Kind.text("file or directory", Paths::absolute, Path::toString));

    private static final Kind<RepositoryPattern> MATCH =
            Kind.text("repository pattern", RepositoryPattern::new, RepositoryPattern::toString);

    static final Kind<Repository> KIND = TableReader.kind(
            "table of match, signatures and keyrings",
            "write {match = \"deb.example.org/debian/*\", signatures = \"require\", keyrings = [\"/path.gpg\"]}",
            table -> new Repository(
                    table.required("match", MATCH),
                    table.optional("signatures", CHECK),
                    table.optional("keyrings", KEYRINGS)),
            (repository, text) -> text.add("match", MATCH, repository.match())
                    .add("signatures", CHECK, repository.signatures())
                    .add("keyrings", KEYRINGS, repository.keyrings())
                    .toString());

    private RepositoryTable() {}
}
