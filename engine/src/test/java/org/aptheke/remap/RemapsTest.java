package org.aptheke.remap;

import static org.aptheke.origin.ListedOrigins.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.aptheke.http.TargetUri;
import org.aptheke.testkit.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RemapsTest {
    private static final InstantSource CLOCK = ManualClock.at("2026-01-01T00:00:00Z");

    private final Remaps remaps = Remaps.of(
            List.of(
                    remap(
                            "debrep",
                            List.of(
                                    url("http://deb.debian.example/debian"),
                                    url("https://ftp.example/pub/debian/"),
                                    url("http://odd.example:8080/"),
                                    new Remap.From.Path("/debian")),
                            "http://mirror.example/debian/"),
                    remap(
                            "secdeb",
                            List.of(
                                    url("http://deb.debian.example/debian-security"),
                                    new Remap.From.Path("/debian/security")),
                            "http://security.example/")),
            Remaps.none(),
            CLOCK);

    @ParameterizedTest
    @CsvSource({
        "http://deb.debian.example/debian/pool/x.deb, http://debrep/pool/x.deb",
        "https://deb.debian.example/debian/pool/x.deb, http://debrep/pool/x.deb",
        "http://deb.debian.example/debian, http://debrep/",
        "http://deb.debian.example/debian/?q, http://debrep/?q",
        "http://deb.debian.example/debian-security/y, http://secdeb/y",
        "http://ftp.example/pub/debian/dists/x, http://debrep/dists/x",
        "http://odd.example:8080/any, http://debrep/any",
        "http://debrep/pool/x.deb, http://debrep/pool/x.deb",
        "https://debrep/pool/x.deb, http://debrep/pool/x.deb",
        "http://deb.debian.example/debianx, ",
        "http://deb.debian.example/, ",
        "http://deb.debian.example:81/debian/x, ",
        "http://odd.example/any, ",
        "http://debrep:81/x, ",
        "http://other.example/debian/x, "
    })
    void find_uri_isTheFileBelowTheName(String asked, String found) {
        assertThat(remaps.find(uri(asked)).map(TargetUri::toString)).isEqualTo(Optional.ofNullable(found));
    }

    @ParameterizedTest
    @CsvSource({
        "/debrep/dists/x, http://debrep/dists/x?q",
        "/debrep, http://debrep/?q",
        "/debian/dists/x, http://debrep/dists/x?q",
        "/debian/security/x, http://secdeb/x?q",
        "/debian/securityx, http://debrep/securityx?q",
        "/debianx/y, ",
        "/deb.debian.example/debian/x, "
    })
    void findPath_nameOrListedPath_isTheFileBelowTheName(String asked, String found) {
        assertThat(remaps.findPath(asked, "q").map(TargetUri::toString)).isEqualTo(Optional.ofNullable(found));
    }

    @Test
    void of_sameMirrorsAsBefore_keepsWhatIsKnownOfThem() {
        remaps.named(uri("http://debrep/")).orElseThrow().mirrors().failed(0, "it burns");
        var same = remap("debrep", List.of(), "http://mirror.example/debian/");
        var other = remap("debrep", List.of(), "http://mirror.example/ubuntu/");

        assertThat(Remaps.of(List.of(same), remaps, CLOCK).status().get("debrep"))
                .map(MirrorStatus::lastFailure)
                .containsExactly("it burns");
        assertThat(Remaps.of(List.of(other), remaps, CLOCK).status().get("debrep"))
                .map(MirrorStatus::lastFailure)
                .containsExactly("");
    }

    @Test
    void find_remapWithoutMirrors_prefersTheOneThatWasAskedFor() {
        var own = Remaps.of(
                List.of(remap("rep", List.of(url("http://a.example/x"), url("http://b.example/y")))),
                Remaps.none(),
                CLOCK);
        var mirrors = own.named(uri("http://rep/")).orElseThrow().mirrors();

        assertThat(mirrors.order()).containsExactly(0, 1);
        assertThat(own.find(uri("http://b.example/y/f"))).hasValue(uri("http://rep/f"));
        assertThat(mirrors.order()).containsExactly(1, 0);
    }

    @Test
    void remap_nothingToFetchFrom_isRefused() {
        assertThatThrownBy(() -> remap("rep", List.of(new Remap.From.Path("/x"))))
                .hasMessageContaining("rep: there is no URL");
    }

    private static Remap remap(String name, List<Remap.From> from, String... to) {
        return new Remap(
                name,
                from,
                List.of(to).stream().map(text -> uri(text)).toList(),
                Optional.empty(),
                Optional.empty(),
                Remap.USUAL_PATIENCE);
    }

    private static Remap.From url(String text) {
        return new Remap.From.Url(uri(text));
    }
}
