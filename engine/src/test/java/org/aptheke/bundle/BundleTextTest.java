package org.aptheke.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Digest;
import org.aptheke.http.Scheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BundleTextTest {
    private static final String TEXT = """
            aptheke bundle 1
            made 2026-03-01T12:00:00Z
            since last
            suite https deb.example.org/debian/dists/stable
            content e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 0
            name 2026-03-01T11:00:00Z - deb.example.org/debian/a
            name 2026-03-01T11:00:00Z 2026-02-01T00:00:00Z deb.example.org/debian/b%20c
            """;

    private static BundleList read(String text) throws MalformedListException {
        return BundleText.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void list_writtenAndRead_isTheSame() throws Exception {
        var received = Instant.parse("2026-03-01T11:00:00Z");
        var list = new BundleList(
                Instant.parse("2026-03-01T12:00:00Z"),
                Optional.of("last"),
                List.of(new BundleList.Origin(Scheme.HTTPS, "deb.example.org/debian/dists/stable")),
                List.of(new BundleList.Packed(
                        Digest.EMPTY,
                        0,
                        List.of(
                                new BundleList.Name(
                                        new CacheKey("deb.example.org/debian/a"), received, Optional.empty()),
                                new BundleList.Name(
                                        new CacheKey("deb.example.org/debian/b%20c"),
                                        received,
                                        Optional.of(Instant.parse("2026-02-01T00:00:00Z")))))));

        assertThat(new String(BundleText.write(list), StandardCharsets.US_ASCII))
                .isEqualTo(TEXT);
        assertThat(read(TEXT)).isEqualTo(list);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bundle 1|bundle 2",
                "made 2026|mode 2026",
                "2026-03-01T12|2026-13-01T12",
                "suite https|suite ftp",
                "52b855 0|52b855 -1",
                "52b855 0|52b855 x",
                "52b855 0|52b85 0",
                "52b855 0|52b855 0 0",
                "deb.example.org/debian/a|site@deb.example.org/debian/a",
                "deb.example.org/debian/a|/debian/a",
                "deb.example.org/debian/a|deb.example.org",
                "deb.example.org/debian/a|deb.example.org/a b",
                "deb.example.org/debian/a|deb.example.org/ä",
                "name 2026|nome 2026",
                "since last|since last week"
            })
    void list_thatNobodyWrites_isRefused(String before, String after) {
        assertThatThrownBy(() -> read(TEXT.replaceFirst(Pattern.quote(before), after)))
                .isInstanceOf(MalformedListException.class);
    }

    @Test
    void content_withoutAName_orTwice_isRefused() {
        var lines = TEXT.lines().toList();
        assertThatThrownBy(() -> read(String.join("\n", lines.subList(0, 5)))).hasMessageContaining("has no name");
        assertThatThrownBy(() -> read(TEXT + lines.get(4) + "\n" + lines.get(5)))
                .hasMessageContaining("twice");
    }
}
