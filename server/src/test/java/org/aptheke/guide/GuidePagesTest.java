package org.aptheke.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.aptheke.config.Settings;
import org.aptheke.origin.Authority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GuidePagesTest {
    private static final Optional<Authority> CACHE = Optional.of(new Authority("cache.example.org", 3142));

    @TempDir
    private Path directory = Path.of("");

    private Settings settings;
    private GuidePages pages;

    @BeforeEach
    void configure() throws Exception {
        settings = Configured.by(
                directory,
                "intercept.hosts = [\"vendor.example\"]",
                "tls.listen = [\":0\"]",
                "tls.certificate = \"/etc/aptheke/tls.crt\"");
        pages = new GuidePages(() -> settings, () -> new Ports(List.of(3142), List.of(3144)));
    }

    @Test
    void page_showsTheWaysOfThisCache_forTheNameTheClientUses() {
        var html = pages.page(CACHE).html();

        assertThat(html)
                .startsWith("<!DOCTYPE html>")
                .contains("Acquire::http::Proxy \"http://cache.example.org:3142\";")
                .contains("Acquire::http::Proxy \"https://cache.example.org:3144\";")
                .contains(
                        "id=\"intercept\"",
                        "href=\"#discover\"",
                        "/aptheke/ca.crt",
                        "URIs: https://vendor.example/apt");
    }

    @Test
    void page_afterAReload_showsTheNewSettings() throws Exception {
        settings = Configured.by(directory);

        assertThat(pages.page(CACHE).html()).doesNotContain("id=\"intercept\"", "/aptheke/ca.crt");
    }

    @Test
    void page_isWholeInItself_andItsPolicyAllowsExactlyItsOwnStyleAndScript() throws Exception {
        var page = pages.page(CACHE);

        assertThat(page.html())
                .doesNotContain("src=", "url(", "@import", "<link", "style=", "onclick", "javascript:")
                .doesNotContainPattern("href=\"(?!#|/aptheke/)");
        assertThat(page.securityPolicy())
                .startsWith("default-src 'none'; ")
                .contains("style-src " + digest(element(page.html(), "style")) + ";")
                .contains("script-src " + digest(element(page.html(), "script")) + ";")
                .doesNotContain("unsafe");
    }

    @Test
    void text_isTheSameForPipes() {
        assertThat(pages.text(CACHE))
                .contains("Acquire::http::Proxy \"http://cache.example.org:3142\";")
                .contains("#== intercept: ")
                .doesNotContain("<p>");
    }

    @Test
    void cache_calledByItsPortForTls_isKnownByItsPlainOneToo() {
        var byTls = Optional.of(new Authority("cache.example.org", 3144));

        assertThat(pages.text(byTls)).isEqualTo(pages.text(CACHE));
    }

    @Test
    void cache_calledByAMappedPort_isCalledThatInTurn() {
        assertThat(pages.text(Optional.of(new Authority("2001:db8::1", 8080))))
                .contains("Acquire::http::Proxy \"http://[2001:db8::1]:8080\";")
                .contains("Acquire::http::Proxy \"https://[2001:db8::1]:3144\";");
    }

    @Test
    void cache_notCalledAnything_isShownAsAPlaceholder() {
        assertThat(pages.text(Optional.empty())).contains("Acquire::http::Proxy \"http://THIS-HOST:3142\";");
    }

    @Test
    void detectScript_isTheFileWithThisCache() {
        assertThat(pages.detectScript(CACHE))
                .isEqualTo(Resources.text("detect.sh")
                        .replace("http://127.0.0.1:3142", "http://cache.example.org:3142")
                        .replace("APTHEKE_HTTPS=\"\"", "APTHEKE_HTTPS=\"vendor.example\""))
                .contains("cache.example.org", "\"vendor.example\"");
    }

    @Test
    void template_escapes_whateverIsPutIntoIt() {
        var hostile = "\"><script>alert(1)</script>&'";
        var recipe = new Recipe(
                Way.PROXY, hostile, List.of(Step.file(hostile, hostile + "\n"), Step.onClient(hostile + "\n")));

        var html = new LandingPage().html(new LandingView(hostile, List.of(recipe), true, "", ""));

        assertThat(html).doesNotContain("<script>alert", "alert(1)</script>", "\">&lt;script");
        assertThat(html).contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;");
    }

    private static String element(String html, String name) {
        var element = Pattern.compile("<" + name + ">(.*?)</" + name + ">", Pattern.DOTALL)
                .matcher(html);
        assertThat(element.find()).isTrue();
        return element.group(1);
    }

    private static String digest(String text) throws Exception {
        return "'sha256-"
                + Base64.getEncoder()
                        .encodeToString(
                                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)))
                + "'";
    }
}
