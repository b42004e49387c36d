package org.aptheke.remap;

import static org.assertj.core.api.Assertions.assertThat;

import org.aptheke.http.TargetUri;
import org.junit.jupiter.api.Test;

final class MirrorListTest {
    @Test
    void of_urls_oneForEachLine() {
        var list = MirrorList.of("""
                # mirrors of the example
                http://a.example/debian/
                https://b.example:8443/pub   # the fast one
                c.example/x

                d.example:8080
                http://a.example/debian/
                http://user:secret@e.example/
                not a url
                http://f.example/a?b
                http://g.example/../x
                """.lines().toList());

        assertThat(list.mirrors())
                .map(TargetUri::toString)
                .containsExactly(
                        "http://a.example/debian/",
                        "https://b.example:8443/pub",
                        "http://c.example/x",
                        "http://d.example:8080/");
        assertThat(list.names()).isEqualTo(list.mirrors());
    }

    @Test
    void of_paragraphs_sitesAndTheirOtherNames() {
        var list = MirrorList.of("""
                Site: ftp.a.example
                Alias: debian.a.example
                Aliases: x.a.example, y.a.example
                Type: Push-Primary
                Archive-architecture: amd64 arm64
                Archive-http: /debian/
                Country: AT Austria

                Site: b.example
                Archive-rsync: debian/

                Site: c.example
                X-Archive-http: pub/debian/
                Site: d.example
                Archive-http: /debian/
                """.lines().toList());

        assertThat(list.mirrors())
                .map(TargetUri::toString)
                .containsExactly(
                        "http://ftp.a.example/debian/", "http://c.example/pub/debian/", "http://d.example/debian/");
        assertThat(list.names())
                .map(TargetUri::toString)
                .contains("http://debian.a.example/debian/", "http://x.a.example/debian/", "http://y.a.example/debian/")
                .hasSize(6);
    }
}
