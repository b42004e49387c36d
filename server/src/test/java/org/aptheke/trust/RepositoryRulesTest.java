package org.aptheke.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.aptheke.repo.openpgp.SignaturePolicy;
import org.aptheke.trust.RepositoryRules.Demand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RepositoryRulesTest {
    private static final Demand STANDARD = new Demand(SignaturePolicy.PREFER, List.of(Path.of("/usual")));
    private static final List<Path> OWN = List.of(Path.of("/own.gpg"));

    @ParameterizedTest
    @CsvSource({
        "deb.example.org/debian/*, deb.example.org/debian, true",
        "deb.example.org/debian/*, deb.example.org/debian/, true",
        "deb.example.org/debian/*, deb.example.org/debian/old/archive, true",
        "deb.example.org/debian/*, deb.example.org/debian-security, false",
        "deb.example.org/debian*, deb.example.org/debian-security, true",
        "deb.example.org/debian, deb.example.org/debian/, true",
        "deb.example.org/debian/, deb.example.org/debian, true",
        "deb.example.org/debian, deb.example.org/debian/old, false",
        "deb.example.org/debian, DEB.example.org/debian, false",
        "DEB.example.org/debian, deb.example.org/debian, true",
        "deb.example.org/*, deb.example.org, true",
        "deb.example.org/*, deb.example.org:8080/debian, false",
        "deb.example.org:8080, deb.example.org:8080/debian, true",
        "deb.example.org, deb.example.org/any/thing, true",
        "deb.example.org, deb.example.organisation/debian, false",
        "*.example.org/debian, deb.example.org/debian, true",
        "*.example.org, a.b.example.org/, true",
        "*.example.org, example.org/, false",
        "*/debian, mirror.example/debian, true",
        "*, mirror.example:8080/x, true",
    })
    void matches_pattern_asDocumented(String pattern, String archiveRoot, boolean expected) {
        var rule = new RepositoryRule(pattern, Optional.empty(), Optional.empty());

        assertThat(rule.matches(archiveRoot)).isEqualTo(expected);
    }

    @Test
    void of_severalRules_firstThatMatchesWinsAndDefaultsFill() {
        var rules = new RepositoryRules(
                STANDARD,
                List.of(
                        new RepositoryRule("deb.example.org/a", Optional.of(SignaturePolicy.OFF), Optional.empty()),
                        new RepositoryRule("deb.example.org/b", Optional.empty(), Optional.of(OWN)),
                        new RepositoryRule("deb.example.org", Optional.of(SignaturePolicy.REQUIRE), Optional.of(OWN))));

        assertThat(rules.of("deb.example.org/a")).isEqualTo(new Demand(SignaturePolicy.OFF, STANDARD.keyrings()));
        assertThat(rules.of("deb.example.org/b")).isEqualTo(new Demand(SignaturePolicy.PREFER, OWN));
        assertThat(rules.of("deb.example.org/c")).isEqualTo(new Demand(SignaturePolicy.REQUIRE, OWN));
        assertThat(rules.of("mirror.example/a")).isEqualTo(STANDARD);
        assertThat(rules.keyrings()).containsExactly(STANDARD.keyrings(), OWN);
    }
}
