package org.aptheke.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables that lay down something about certain origins. */
final class UpstreamsTest {
    private static final String SECRET = "hunter2secret";
    private static final String PIN = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    @TempDir
    private Path directory;

    @Test
    void upstream_everything_isRead() throws Exception {
        var configuration = load("""
                [[upstream]]
                host = "vendor.example"
                path = "/apt"
                scheme = "https"

                [[upstream]]
                host = ["*.Internal.example", "b.example"]
                ca_file = "/keys/ca.pem"
                pin_sha256 = ["sha256/%s"]
                """.formatted(PIN));

        assertThat(configuration.settings().upstreams().rules())
                .containsExactly(
                        new Upstreams.Rule(
                                List.of(new HostPattern("vendor.example")),
                                "/apt",
                                Optional.of(Upstreams.Scheme.HTTPS),
                                Optional.empty(),
                                List.of()),
                        new Upstreams.Rule(
                                List.of(new HostPattern("*.internal.example"), new HostPattern("b.example")),
                                "/",
                                Optional.empty(),
                                Optional.of(Path.of("/keys/ca.pem")),
                                List.of(PIN)));
        assertThat(configuration.effectiveText())
                .contains("upstream = [{host = [\"vendor.example\"], path = \"/apt\", scheme = \"https\"},"
                        + " {host = [\"*.internal.example\", \"b.example\"], path = \"/\", ca_file = \"/keys/ca.pem\","
                        + " pin_sha256 = [\"" + PIN + "\"]}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "scheme = 'https' | host is missing",
                "host = 'a.example' | says nothing",
                "host = []; scheme = 'https' | names no host",
                "host = 'http://a.example'; scheme = 'https' | host: not a host pattern",
                "host = 'a.example'; scheme = 'ftp' | scheme: must be one of http, https",
                "host = 'a.example'; schema = 'https' | unknown key schema in the table; did you mean scheme?",
                "host = 'a.example'; path = 'x'; scheme = 'https' | path: not a path",
                "host = 'a.example'; path = '/x'; ca_file = '/a' | path goes with scheme",
                "host = 'a.example'; pin_sha256 = 'abc' | pin_sha256: not a SHA-256"
            })
    void upstream_wrong_isRefusedWithTheReason(String table, String reason) {
        String text = "[[upstream]]\nhost = 'ok.example'\nscheme = 'https'\n[[upstream]]\n" + table.replace("; ", "\n");

        assertThat(problems(text))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .contains("upstream")
                        .contains("table 2: ")
                        .contains(reason));
    }

    @Test
    void remap_everything_isRead() throws Exception {
        var configuration = load("""
                [[remap]]
                name = "debian"
                from = ["http://Deb.debian.example/debian", "/debian/", "file:/etc/aptheke/debian_mirrors.gz"]
                to = ["https://[2001:db8::1]:8443/d/", "file:/etc/aptheke/backends_*"]
                credentials = "vendor"
                parent = "direct"
                patience = "2s"

                [[remap]]
                name = "own"
                from = "http://a.example"
                """);

        assertThat(configuration.settings().upstreams().remaps())
                .containsExactly(
                        new Upstreams.Remap(
                                "debian",
                                List.of(
                                        new Upstreams.Place.Url(
                                                new HttpUrl("http", "deb.debian.example", 80, "/debian")),
                                        new Upstreams.Place.BelowPath("/debian"),
                                        new Upstreams.Place.ListFile(Path.of("/etc/aptheke/debian_mirrors.gz"))),
                                List.of(
                                        new Upstreams.Place.Url(new HttpUrl("https", "2001:db8::1", 8443, "/d/")),
                                        new Upstreams.Place.ListFile(Path.of("/etc/aptheke/backends_*"))),
                                Optional.of("vendor"),
                                Optional.of("direct"),
                                Duration.ofSeconds(2)),
                        new Upstreams.Remap(
                                "own",
                                List.of(new Upstreams.Place.Url(new HttpUrl("http", "a.example", 80, "/"))),
                                List.of(),
                                Optional.empty(),
                                Optional.empty(),
                                Duration.ofSeconds(5)));
        assertThat(configuration.effectiveText()).contains("to = [\"https://[2001:db8::1]:8443/d/\", \"file:/etc");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "to = 'http://a.example' | name is missing",
                "name = 'x'; from = '/x' | no URL to fetch from",
                "name = 'X.y'; to = 'http://a.example' | name: not a name",
                "name = 'healthz'; to = 'http://a.example' | name: healthz means something else",
                "name = 'x'; to = 'a.example' | to: not a URL",
                "name = 'x'; to = '/path' | to: not a URL",
                "name = 'x'; to = 'ftp://a.example' | to: not a URL",
                "name = 'x'; to = 'http://u:p@a.example/' | to: user and password do not belong into a URL",
                "name = 'x'; to = 'http://a.example/?q' | to: a query",
                "name = 'x'; to = 'file:list' | whole path",
                "name = 'x'; to = 'http://a.example'; from = '/' | from: a path of this proxy itself",
                "name = 'x'; to = 'http://a.example'; from = '/aptheke/x' | from: a path of this proxy itself",
                "name = 'x'; to = 'http://a.example'; patience = '0s' | patience: must be longer",
                "name = 'ok'; to = 'http://a.example' | two remaps have the same name"
            })
    void remap_wrong_isRefusedWithTheReason(String table, String reason) {
        String text = "[[remap]]\nname = 'ok'\nto = 'http://a.example'\n[[remap]]\n" + table.replace("; ", "\n");

        assertThat(problems(text))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.toString()).contains("remap").contains(reason));
    }

    @Test
    void credentials_everyProof_isReadAndNeverShown() throws Exception {
        var configuration = load("""
                [[credentials]]
                name = "vendor"
                hosts = "vendor.example"
                path = "/deb"
                clients = "10.0.0.0/8"
                user = "u"
                password = "%1$s"

                [[credentials]]
                name = "token"
                hosts = ["a.example", "*.b.example"]
                clients = ["0.0.0.0/0", "::/0"]
                over_http = true
                token_file = "/keys/token"

                [[credentials]]
                name = "file"
                clients = "10.0.0.1"
                auth_conf = "/etc/apt/auth.conf"

                [[credentials]]
                name = "cert"
                hosts = "c.example"
                clients = "10.0.0.1"
                certificate = "/keys/c.pem"
                key = "/keys/c.key"
                """.formatted(SECRET));

        var credentials = configuration.settings().upstreams().credentials();
        assertThat(credentials)
                .map(Upstreams.Credential::proof)
                .containsExactly(
                        new Upstreams.Proof.Basic("u", new Upstreams.SecretSource.Here(new Hidden(SECRET))),
                        new Upstreams.Proof.Bearer(new Upstreams.SecretSource.InFile(Path.of("/keys/token"))),
                        new Upstreams.Proof.Entries(Path.of("/etc/apt/auth.conf"), true),
                        new Upstreams.Proof.Certificate(Path.of("/keys/c.pem"), Path.of("/keys/c.key")));
        assertThat(credentials.get(1).overHttp()).isTrue();
        assertThat(configuration.toString() + configuration.effectiveText())
                .doesNotContain(SECRET)
                .contains("user = \"u\", password = \"***\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "clients = '10.0.0.1'; token = '?' | name is missing",
                "name = 'a'; hosts = 'h'; token = '?' | clients is missing",
                "name = 'a'; clients = '10.0.0.1'; token = '?' | hosts is missing",
                "name = 'a'; hosts = 'h'; clients = '10.0.0.1' | one of these is wanted",
                "name = 'a'; hosts = 'h'; clients = '10.0.0.1'; user = 'u' | one of these is wanted",
                "name = 'a'; hosts = 'h'; clients = '10.0.0.1'; password = '?' | one of these is wanted",
                "name = 'a'; hosts = 'h'; clients = '10.0.0.1'; token = '?'; user = 'u'; password = '?' | one of these",
                "name = 'a'; hosts = 'h'; clients = '10.0.0.1'; token = '?'; token_file = '/t' | token is said twice",
                "name = 'a'; hosts = 'h'; clients = '10.0.0.1'; netrc = '/n' | hosts and path stand in the file",
                "name = 'a'; hosts = 'h'; clients = '10.0.0.1'; certificate = '/c' | one of these is wanted",
                "name = 'a'; hosts = 'h'; clients = '10.0.0.1'; user = 'a:b'; password = '?' | user: not a user name",
                "name = 'a'; hosts = 'h'; clients = '10.0.0.1'; pasword = '?' | unknown key pasword in the table; did",
                "name = 'a'; hosts = 'h'; clients = '10.0.0.300'; token = '?' | clients: not an IP address",
                "name = 'a'; hosts = 'h'; clients = '10.0.0.1'; token = ['?'] | token: a text is wanted",
                "name = 'a'; hosts = 'h'; clients = '10.0.0.1'; path = '/x'; key = '/k'; certificate = '/c' | any path",
                "name = 'ok'; hosts = 'h'; clients = '10.0.0.1'; token = '?' | two tables of credentials",
                "name = 'a'; hosts = 'h'; token = ?; clients = '10.0.0.1' | not TOML",
                "name = 'a'; hosts = 'h'; token = '?; clients = '10.0.0.1' | not TOML"
            })
    void credentials_wrong_isRefusedWithTheReasonAndWithoutTheSecret(String table, String reason) {
        String text = "[[credentials]]\nname = 'ok'\nhosts = 'ok.example'\nclients = '10.0.0.1'\ntoken = '" + SECRET
                + "'\n[[credentials]]\n" + table.replace("; ", "\n").replace("?", SECRET);

        assertThat(problems(text))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.toString()).contains(reason).doesNotContain(SECRET));
        var variable = Map.of("APTHEKE_CREDENTIALS", "[{name = \"a\", token = \"" + SECRET + "\"");
        assertThatThrownBy(() -> ConfigFile.load(
                        new ConfigSources(Path.of("/none"), false, variable, directory, List.of(), Optional.empty())))
                .hasMessageContaining("APTHEKE_CREDENTIALS")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void parent_everyKind_isReadAndItsPasswordNeverShown() throws Exception {
        var configuration = load("""
                [[parent]]
                url = "http://proxy.example:3128"

                [[parent]]
                name = "tor"
                url = "SOCKS5://[2001:db8::1]"
                hosts = ["*.onion", "a.example"]
                except = "b.onion"
                user = "u"
                password = "%s"
                fallback_direct = true

                [[parent]]
                url = "https://secure.example"
                user = "u"
                password_file = "/keys/p"
                ca_file = "/keys/ca.pem"
                pin_sha256 = "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
                """.formatted(SECRET));

        assertThat(configuration.settings().upstreams().parents())
                .containsExactly(
                        new Upstreams.Parent(
                                Optional.empty(),
                                new HttpUrl("http", "proxy.example", 3128, "/"),
                                List.of(new HostPattern("*")),
                                List.of(),
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                List.of()),
                        new Upstreams.Parent(
                                Optional.of("tor"),
                                new HttpUrl("socks5", "2001:db8::1", 1080, "/"),
                                List.of(new HostPattern("*.onion"), new HostPattern("a.example")),
                                List.of(new HostPattern("b.onion")),
                                Optional.of("u"),
                                Optional.of(new Upstreams.SecretSource.Here(new Hidden(SECRET))),
                                true,
                                Optional.empty(),
                                List.of()),
                        new Upstreams.Parent(
                                Optional.empty(),
                                new HttpUrl("https", "secure.example", 443, "/"),
                                List.of(new HostPattern("*")),
                                List.of(),
                                Optional.of("u"),
                                Optional.of(new Upstreams.SecretSource.InFile(Path.of("/keys/p"))),
                                false,
                                Optional.of(Path.of("/keys/ca.pem")),
                                List.of("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")));
        assertThat(configuration.toString() + configuration.effectiveText()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "hosts = '*' | url is missing",
                "url = 'ftp://a.example' | url: not a URL; it begins with http:// or https:// or socks5://",
                "url = 'http://a.example/x' | url: a proxy has no path",
                "url = 'http://u:?@a.example' | url: user and password do not belong into a URL",
                "url = 'http://a.example'; user = 'u' | user and password, or password_file, go together",
                "url = 'http://a.example'; password = '?' | user and password, or password_file, go together",
                "url = 'http://a.example'; name = 'direct' | stands for no parent",
                "url = 'http://a.example'; ca_file = '/ca.pem' | are for a proxy with an https:// url",
                "url = 'socks5://a.example'; pin_sha256 = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' | are for a proxy",
                "url = 'http://a.example'; fallback_direct = 'yes' | fallback_direct: neither true nor false"
            })
    void parent_wrong_isRefusedWithTheReasonAndWithoutTheSecret(String table, String reason) {
        String text = "[[parent]]\n" + table.replace("; ", "\n").replace("?", SECRET);

        assertThat(problems(text))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.toString()).contains(reason).doesNotContain(SECRET));
    }

    private Configuration load(String text) throws ConfigRefusedException, IOException {
        return OneFile.load(directory, text);
    }

    private List<ConfigProblem> problems(String text) {
        return OneFile.problems(directory, text);
    }
}
