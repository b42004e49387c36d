package org.aptheke.trust;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.aptheke.repo.openpgp.Keyrings;
import org.aptheke.repo.openpgp.SignaturePolicy;
import org.aptheke.repo.openpgp.TrustRules;

/**
 * Trust from keyrings in files. By default all that a machine has count for every repository: a key that apt would take for
 * one repository only is taken for all, which a rule can narrow. Safe for use by many threads.
 */
public final class TrustedKeys implements TrustRules {
    private final RepositoryRules rules;
    private final Map<List<Path>, KeyringFiles> keyrings;

    public TrustedKeys(RepositoryRules rules, InstantSource clock) {
        this.rules = rules;
        this.keyrings = rules.keyrings()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), places -> new KeyringFiles(places, clock)));
    }

    /** Reads the files when they changed; where signatures are not looked at, it reads none. */
    @Override
    public Trust of(String archiveRoot) {
        var demand = rules.of(archiveRoot);
        if (demand.policy() == SignaturePolicy.OFF) {
            return new Trust(SignaturePolicy.OFF, Keyrings.NONE);
        }
        var files = Objects.requireNonNull(keyrings.get(demand.keyrings()), "every list of the rules has its files");
        return new Trust(demand.policy(), files.current());
    }
}
