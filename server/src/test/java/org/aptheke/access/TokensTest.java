package org.aptheke.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.aptheke.origin.Secret;
import org.aptheke.testkit.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokensTest {
    @TempDir
    private Path directory = Path.of("");

    private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00.5Z");

    private Path file() {
        return directory.resolve("tokens");
    }

    private Tokens tokens() throws IOException {
        return Tokens.in(file(), clock);
    }

    @Test
    void create_token_isKnownAgainAfterARestart() throws Exception {
        var created =
                tokens().create("ci", Role.OPERATE, Optional.of(clock.instant().plusSeconds(60)));

        assertThat(created.secret().reveal()).matches("aptheke_[A-Za-z0-9_-]{43}");
        assertThat(tokens().find(created.secret())).contains(created.token());
        assertThat(tokens().find(Secret.of("aptheke_other"))).isEmpty();
    }

    @Test
    void create_token_keepsItsDigestOnlyWhereNobodyElseReads() throws Exception {
        var created = tokens().create("ci", Role.VIEW, Optional.empty());

        assertThat(file())
                .content()
                .isEqualTo("ci view " + RandomText.digest(created.secret()) + " 2026-03-01T12:00:00Z -\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(created.toString()).doesNotContain(created.secret().reveal());
    }

    @Test
    void create_nameThatIsTaken_isRefused() throws Exception {
        var tokens = tokens();
        var first = tokens.create("ci", Role.VIEW, Optional.empty());

        assertThatThrownBy(() -> tokens.create("ci", Role.ADMIN, Optional.empty()))
                .isInstanceOf(TokenRefusedException.class)
                .hasMessageContaining("ci already");
        assertThat(tokens.all()).containsExactly(first.token());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a/b", "-x", "a\nb view 00"})
    void create_nameThatCouldBeSomethingElse_isRefused(String name) throws Exception {
        var tokens = tokens();

        assertThatThrownBy(() -> tokens.create(name, Role.VIEW, Optional.empty()))
                .isInstanceOf(TokenRefusedException.class);
        assertThat(file()).doesNotExist();
    }

    @Test
    void create_expiredAlready_isRefused() throws Exception {
        var tokens = tokens();

        assertThatThrownBy(() -> tokens.create("ci", Role.VIEW, Optional.of(clock.instant())))
                .isInstanceOf(TokenRefusedException.class);
    }

    @Test
    void revoke_token_isUnknownAtOnceAndAfterARestart() throws Exception {
        var tokens = tokens();
        var created = tokens.create("ci", Role.VIEW, Optional.empty());
        var other = tokens.create("other", Role.VIEW, Optional.empty());

        assertThat(tokens.revoke("ci")).isTrue();

        assertThat(tokens.revoke("ci")).isFalse();
        assertThat(tokens.find(created.secret())).isEmpty();
        assertThat(tokens().find(created.secret())).isEmpty();
        assertThat(tokens().find(other.secret())).isPresent();
    }

    @Test
    void areNone_onlyExpiredOnes_yes() throws Exception {
        var tokens = tokens();
        assertThat(tokens.areNone()).isTrue();
        tokens.create("ci", Role.VIEW, Optional.of(clock.instant().plus(Duration.ofDays(1))));
        assertThat(tokens.areNone()).isFalse();

        clock.advance(Duration.ofDays(1));

        assertThat(tokens.areNone()).isTrue();
        assertThat(tokens.all()).hasSize(1);
    }

    @Test
    void write_fails_allIsAsItWas() throws Exception {
        var tokens = tokens();
        var kept = tokens.create("kept", Role.VIEW, Optional.empty());
        Files.createDirectories(directory.resolve("tokens.new").resolve("in-the-way"));

        assertThatThrownBy(() -> tokens.create("ci", Role.VIEW, Optional.empty()))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> tokens.revoke("kept")).isInstanceOf(IOException.class);

        assertThat(tokens.all()).containsExactly(kept.token());
        assertThat(tokens.find(kept.secret())).isPresent();
        assertThat(tokens().all()).containsExactly(kept.token());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ci view", "ci root 00 2026-03-01T12:00:00Z -", "ci view 00 2026-03-01T12:00:00Z -", ""})
    void read_damagedLine_isNamed(String line) throws Exception {
        tokens().create("good", Role.VIEW, Optional.empty());
        Files.writeString(file(), Files.readString(file()) + line + "\n");

        assertThatThrownBy(this::tokens).isInstanceOf(IOException.class).hasMessageStartingWith(file() + ":2: ");
    }
}
