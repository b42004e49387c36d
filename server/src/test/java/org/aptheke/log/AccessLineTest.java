package org.aptheke.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class AccessLineTest {
    @Test
    void text_ordinaryAnswer_hasAllFields() {
        assertThat(AccessLine.of(Answers.of("/debian/pool/h/hello_1.0~1_amd64.deb"), LogForm.TEXT))
                .isEqualTo("2026-11-22T10:59:45.123Z 192.0.2.7 GET deb.example.org"
                        + " /debian/pool/h/hello_1.0~1_amd64.deb 200 20480 0.003412 0.000210 \"hit; ttl=60\" \"-\"");
    }

    @Test
    void text_clientWithIpv6_isWrittenShort() {
        assertThat(AccessLine.of(Answers.of("2001:db8:0:0:0:0:0:7", "GET", "a", "/", ""), LogForm.TEXT))
                .contains("Z 2001:db8::7 GET ");
        assertThat(AccessLine.of(Answers.of("::1", "GET", "a", "/", ""), LogForm.JSON))
                .contains("\"client\":\"::1\"");
    }

    @Test
    void text_emptyFields_areDashes() {
        assertThat(AccessLine.of(Answers.of("", "", "", ""), LogForm.TEXT)).contains(" - - - 200 ");
    }

    @Test
    void json_ordinaryAnswer_hasAllFields() {
        var answered = Answers.of("GET", "deb.example.org", "/a", "origin away");

        assertThat(read(answered).path("status").asInt()).isEqualTo(200);
        assertThat(AccessLine.of(answered, LogForm.JSON))
                .isEqualTo("{\"time\":\"2026-11-22T10:59:45.123Z\",\"client\":\"192.0.2.7\",\"method\":\"GET\","
                        + "\"host\":\"deb.example.org\",\"path\":\"/a\",\"status\":200,\"bytes\":20480,"
                        + "\"duration\":0.003412,\"first_byte\":0.000210,\"cache\":\"hit; ttl=60\","
                        + "\"cause\":\"origin away\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a\n2026-11-22T00:00:00.000Z 192.0.2.1 GET x /forged 200 1 0.1 0.1 \"hit\" \"-\"",
                "/a\r\nb",
                "/a b",
                "/a\" \"b",
                "/a\\x22",
                "/\u0000\u001b[31m\u007f",
                "/\u0085\u2028",
                "/\ud800",
                "/ä€😀"
            })
    void line_hostilePath_staysOneLineOfTheSameFields(String path) {
        String text = AccessLine.of(Answers.of(path), LogForm.TEXT);
        String json = AccessLine.of(Answers.of(path), LogForm.JSON);

        assertThat(text).matches("[\\x20-\\x7e]+");
        assertThat(text.split(" ", -1)).hasSize(12);
        assertThat(text.chars().filter(c -> c == '"').count()).isEqualTo(4);
        assertThat(json).matches("[\\x20-\\x7e]+");
        assertThat(read(Answers.of(path)).path("path").asString()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/https/user:secret@host.example.org/a",
                "/user:secret@host.example.org",
                "http://user:se@cret:secret@host.example.org/a?x=1",
                "/a?token=secret",
                "/a?x=&sig=secret&y",
                "/a?secret",
                "user:secret@host.example.org"
            })
    void line_secretInUrl_isMasked(String url) {
        var inPath = Answers.of(url);
        var inHost = Answers.of("GET", url, "/", "");
        var inCause = Answers.of("GET", "h", "/", "redirect to " + url + " failed");

        for (var form : LogForm.values()) {
            assertThat(AccessLine.of(inPath, form)).doesNotContain("secret").contains("***");
            assertThat(AccessLine.of(inHost, form)).doesNotContain("secret");
            assertThat(AccessLine.of(inCause, form)).doesNotContain("secret").contains("failed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/@scope/package/-/package-1.0.tgz",
                "/a/name@1.0.tgz",
                "/pool/g++_4%3a1.0~rc1+b2_amd64.deb",
                "/?"
            })
    void line_harmlessPath_isLeftAlone(String path) {
        assertThat(AccessLine.of(Answers.of(path), LogForm.TEXT)).contains(" " + path + " ");
    }

    private static JsonNode read(org.aptheke.events.Event.Answered answered) {
        return JsonMapper.shared().readTree(AccessLine.of(answered, LogForm.JSON));
    }
}
