package org.aptheke.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aptheke.testkit.Tool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates and keys in the forms in which tools write them. */
final class PemFileTest {
    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void makeKeys() throws Exception {
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-out", "ec-sec1.key");
        openssl("pkcs8", "-topk8", "-nocrypt", "-in", "ec-sec1.key", "-out", "ec-pkcs8.key");
        openssl("genrsa", "-traditional", "-out", "rsa-pkcs1.key", "2048");
        openssl("pkcs8", "-topk8", "-nocrypt", "-in", "rsa-pkcs1.key", "-out", "rsa-pkcs8.key");
        openssl("rsa", "-in", "rsa-pkcs1.key", "-aes128", "-passout", "pass:x", "-out", "secret.key");
        for (var kind : new String[] {"ec-sec1", "rsa-pkcs1"}) {
            openssl("req", "-x509", "-key", kind + ".key", "-subj", "/CN=" + kind, "-days", "9", "-out", kind + ".crt");
        }
    }

    @ParameterizedTest
    @CsvSource({"ec-sec1,ec-sec1", "ec-sec1,ec-pkcs8", "rsa-pkcs1,rsa-pkcs1", "rsa-pkcs1,rsa-pkcs8"})
    void read_formsOfKeys_areUnderstood(String certificate, String key) throws Exception {
        var read = PemFile.read(directory.resolve(certificate + ".crt"), directory.resolve(key + ".key"));

        assertThat(read.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=" + certificate);
    }

    @Test
    void read_chainInOneFileWithTheKey_isInOrder() throws Exception {
        var all = Files.readString(directory.resolve("rsa-pkcs1.crt"))
                + Files.readString(directory.resolve("ec-sec1.crt"))
                + Files.readString(directory.resolve("rsa-pkcs8.key"));
        var file = Files.writeString(directory.resolve("all.pem"), all);

        assertThat(PemFile.read(file, file).chain())
                .extracting(each -> each.getSubjectX500Principal().getName())
                .containsExactly("CN=rsa-pkcs1", "CN=ec-sec1");
    }

    @ParameterizedTest
    @CsvSource({
        "ec-sec1.crt,rsa-pkcs8.key,not the key",
        "ec-sec1.crt,secret.key,passphrase",
        "ec-sec1.key,ec-sec1.key,no certificate",
        "ec-sec1.crt,ec-sec1.crt,no private key",
        "ec-sec1.crt,missing.key,cannot be read"
    })
    void read_wrongFiles_saysWhichAndWhy(String certificate, String key, String why) {
        assertThatThrownBy(() -> PemFile.read(directory.resolve(certificate), directory.resolve(key)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(why);
    }

    private void openssl(String... arguments) throws Exception {
        var command = new java.util.ArrayList<>(java.util.List.of("openssl"));
        command.addAll(java.util.List.of(arguments));
        Tool.in(directory).output(command.toArray(String[]::new));
    }
}
