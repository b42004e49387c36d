package org.aptheke.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.aptheke.config.OneFile;
import org.aptheke.repo.openpgp.SignaturePolicy;
import org.aptheke.trust.RepositoryRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MappedTest {
    @TempDir
    private Path directory;

    @Test
    void repositoryRules_nothingConfigured_prefersSignaturesByTheKeysOfTheMachine() throws Exception {
        assertThat(rules("").of("deb.example.org/debian"))
                .isEqualTo(new RepositoryRules.Demand(
                        SignaturePolicy.PREFER,
                        List.of(
                                Path.of("/etc/apt/trusted.gpg"),
                                Path.of("/etc/apt/trusted.gpg.d"),
                                Path.of("/etc/apt/keyrings"),
                                Path.of("/usr/share/keyrings"))));
    }

    @Test
    void repositoryRules_rulesConfigured_areTakenOver() throws Exception {
        var rules = rules("""
                [signatures]
                policy = "require"
                keyrings = "/keys"
                [[repository]]
                match = "Deb.example.org/debian/*"
                signatures = "off"
                [[repository]]
                match = "*.example.org"
                keyrings = ["/own.gpg"]
                """);

        assertThat(rules.of("deb.example.org/debian"))
                .isEqualTo(new RepositoryRules.Demand(SignaturePolicy.OFF, List.of(Path.of("/keys"))));
        assertThat(rules.of("apt.example.org/x"))
                .isEqualTo(new RepositoryRules.Demand(SignaturePolicy.REQUIRE, List.of(Path.of("/own.gpg"))));
    }

    private RepositoryRules rules(String toml) throws Exception {
        return Mapped.repositoryRules(OneFile.load(directory, toml).settings());
    }
}
