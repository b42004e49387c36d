package org.aptheke.trust;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.aptheke.repo.openpgp.SignaturePolicy;

/**
 * The operator's rules for all repositories: the first that matches wins, the defaults fill what it leaves open. Pure and
 * immutable.
 *
 * @param standard what holds where no rule says otherwise
 */
public record RepositoryRules(Demand standard, List<RepositoryRule> rules) {
    /**
     * What holds for one repository.
     *
     * @param keyrings files and directories
     */
    public record Demand(SignaturePolicy policy, List<Path> keyrings) {
        public Demand {
            keyrings = List.copyOf(keyrings);
        }
    }

    public RepositoryRules {
        rules = List.copyOf(rules);
    }

    /** What holds for the repository with this archive root, such as {@code deb.example.org/debian}. */
    public Demand of(String archiveRoot) {
        return rules.stream()
                .filter(rule -> rule.matches(archiveRoot))
                .findFirst()
                .map(this::demand)
                .orElse(standard);
    }

    /** Every list of keyrings that some repository may need. */
    Stream<List<Path>> keyrings() {
        return Stream.concat(Stream.of(standard), rules.stream().map(this::demand))
                .map(Demand::keyrings)
                .distinct();
    }

    private Demand demand(RepositoryRule rule) {
        return new Demand(
                rule.policy().orElse(standard.policy()), rule.keyrings().orElse(standard.keyrings()));
    }
}
