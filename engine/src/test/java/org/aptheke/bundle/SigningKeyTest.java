package org.aptheke.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SigningKeyTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void key_isMadeOnce_forItsUserAlone_andSigns() throws IOException {
        var file = directory.resolve("export.key");

        var key = SigningKey.in(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SigningKey.in(file).exporter()).isEqualTo(key.exporter());
        var message = Samples.utf8("message");
        assertThat(key.exporter().hasSigned(message, SigningKey.in(file).sign(message)))
                .isTrue();
        assertThat(key.exporter().hasSigned(Samples.utf8("another"), key.sign(message)))
                .isFalse();
        assertThat(SigningKey.in(directory.resolve("other")).exporter().hasSigned(message, key.sign(message)))
                .isFalse();
        assertThat(key.toString())
                .contains("***")
                .doesNotContain(Files.readString(file).lines().toList().get(1));
    }

    @Test
    void key_thatIsDamaged_isRefused_andNotRepeated() throws IOException {
        var file = directory.resolve("export.key");
        SigningKey.in(file);
        var text = Files.readString(file);
        var secret = text.lines().toList().get(1);
        SigningKey.in(directory.resolve("other"));
        var other =
                Files.readString(directory.resolve("other")).lines().toList().get(1);

        for (var damaged : new String[] {"", text.substring(9), text.replace(secret, other), text + "x\n"}) {
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> SigningKey.in(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not a key for exports")
                    .hasMessageNotContaining(secret);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ed25519:", "ed25519:AAAA", "ed25519:***", "rsa:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
            })
    void text_thatIsNoKey_isNone(String text) {
        assertThat(ExporterKey.of(text)).isEmpty();
    }
}
