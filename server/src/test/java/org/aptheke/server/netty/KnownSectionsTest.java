package org.aptheke.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A header section is parsed once, and never taken for another. */
final class KnownSectionsTest {
    private static final String SECTION = "Host: deb.example.org\r\nUser-Agent: apt\r\n\r\n";

    private final KnownSections known = new KnownSections();

    @Test
    void sameSection_anotherTargetAndConnection_hasTheSameFieldsWithoutParsing() {
        var first = head("GET http://deb.example.org/a HTTP/1.1\r\n" + SECTION);

        var second = head("HEAD /deb.example.org/b HTTP/1.1\r\n" + SECTION);

        assertThat(second.fields()).isSameAs(first.fields());
        assertThat(second.method()).isEqualTo("HEAD");
        assertThat(second.target()).isEqualTo("/deb.example.org/b");
        assertThat(second.isPlain()).isTrue();
        assertThat(second.keepAlive()).isTrue();
    }

    @Test
    void closeInTheSection_isSaidEachTime() {
        String closing = "Host: a\r\nConnection: close\r\n\r\n";
        var first = head("GET /a HTTP/1.1\r\n" + closing);

        var second = head("GET /a HTTP/1.1\r\n" + closing);

        assertThat(second.fields()).isSameAs(first.fields());
        assertThat(List.of(first.keepAlive(), second.keepAlive())).containsExactly(false, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a HTTP/1.0\r\n",
                "POST /a HTTP/1.1\r\n",
            })
    void otherMethodOrVersion_isParsedForItself(String line) {
        var first = head("GET /a HTTP/1.1\r\n" + SECTION);

        var second = head(line + SECTION);

        assertThat(second.fields()).isEqualTo(first.fields()).isNotSameAs(first.fields());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: a\r\nAuthorization: Basic YTpi\r\n\r\n",
                "Host: a\r\nCookie: a=b\r\n\r\n",
                "Host: a\r\nIf-Match: \"a\"\r\n\r\n",
                "Host: a\r\nCache-Control: no-cache\r\n\r\n"
            })
    void sectionOfOneRequest_isNotKept(String section) {
        var first = head("GET /a HTTP/1.1\r\n" + section);

        var second = head("GET /a HTTP/1.1\r\n" + section);

        assertThat(second.fields()).isEqualTo(first.fields()).isNotSameAs(first.fields());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: a\r\nIf-Modified-Since: Sun, 22 Nov 2026 09:00:00 GMT\r\n\r\n",
                "Host: a\r\nRange: bytes=0-1\r\n\r\n"
            })
    void conditionOrRange_isKeptAndStillSelects(String section) {
        var first = head("GET /a HTTP/1.1\r\n" + section);

        var second = head("GET /b HTTP/1.1\r\n" + section);

        assertThat(second.fields()).isSameAs(first.fields());
        assertThat(second.demand()).isEqualTo(RequestHead.Demand.SELECTIVE);
    }

    @Test
    void manyConditions_plainSectionStays() {
        var plain = head("GET /a HTTP/1.1\r\n" + SECTION);
        for (int i = 10; i < 60; i++) {
            head("GET /a HTTP/1.1\r\nHost: a\r\nIf-Modified-Since: Sun, 22 Nov 2026 09:00:" + i + " GMT\r\n\r\n");
        }

        assertThat(head("GET /a HTTP/1.1\r\n" + SECTION).fields()).isSameAs(plain.fields());
    }

    @Test
    void oneOctetAtATime_isUnderstoodAsTheSame() {
        String text = "GET /a HTTP/1.1\r\n" + SECTION;
        var whole = head(text);
        var parser = new RequestParser(ListenerLimits.DEFAULT, known);
        var buffer = Unpooled.buffer();

        Parsed parsed = Parsed.More.MORE;
        for (byte octet : text.getBytes(StandardCharsets.US_ASCII)) {
            assertThat(parsed).isInstanceOf(Parsed.More.class);
            parsed = parser.parse(buffer.writeByte(octet));
        }

        assertThat(parsed).isEqualTo(new Parsed.Complete(whole));
    }

    @Test
    void manySections_theOldestGoesFirst() {
        var oldest = head("GET /a HTTP/1.1\r\nHost: a0\r\n\r\n");
        var young = head("GET /a HTTP/1.1\r\nHost: a1\r\n\r\n");
        for (int i = 2; i < 9; i++) {
            head("GET /a HTTP/1.1\r\nHost: a" + i + "\r\n\r\n");
        }

        assertThat(head("GET /a HTTP/1.1\r\nHost: a1\r\n\r\n").fields()).isSameAs(young.fields());
        assertThat(head("GET /a HTTP/1.1\r\nHost: a0\r\n\r\n").fields()).isNotSameAs(oldest.fields());
    }

    /** The head of one request, parsed on a connection of its own. */
    private RequestHead head(String text) {
        var in = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        var parsed = new RequestParser(ListenerLimits.DEFAULT, known).parse(in);
        assertThat(in.isReadable()).isFalse();
        return ((Parsed.Complete) parsed).head();
    }
}
