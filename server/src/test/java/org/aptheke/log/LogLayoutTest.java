package org.aptheke.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class LogLayoutTest {
    @Test
    void text_terminal_beginsWithTheTime() {
        assertThat(new LogLayout(LogForm.TEXT, false).doLayout(event(Level.WARN, "the disk is slow")))
                .isEqualTo("2026-11-22T10:59:45.123Z WARN Store: the disk is slow\n");
    }

    @Test
    void text_journal_beginsWithTheLevelOnEachLine() {
        String text = new LogLayout(LogForm.TEXT, true).doLayout(failed("it broke"));

        assertThat(text).startsWith("<3>Store: it broke\n").doesNotContain("2026");
        assertThat(text.lines()).hasSizeGreaterThan(2).allMatch(line -> line.startsWith("<3>"));
    }

    @Test
    void text_lineFeedInMessage_staysOneLine() {
        assertThat(new LogLayout(LogForm.TEXT, true).doLayout(event(Level.INFO, "a\n<0>forged")))
                .isEqualTo("<6>Store: a\\x0a<0>forged\n");
    }

    @Test
    void json_withException_isOneObject() {
        String text = new LogLayout(LogForm.JSON, false).doLayout(failed("it \"broke\"\n"));

        assertThat(text.lines()).hasSize(1);
        var json = JsonMapper.shared().readTree(text);
        assertThat(json.path("level").asString()).isEqualTo("error");
        assertThat(json.path("message").asString()).isEqualTo("it \"broke\"\n");
        assertThat(json.path("stack").asString()).contains("IllegalStateException: planted");
    }

    private static ILoggingEvent failed(String message) {
        LoggingEvent event = event(Level.ERROR, message);
        event.setThrowableProxy(new ch.qos.logback.classic.spi.ThrowableProxy(new IllegalStateException("planted")));
        return event;
    }

    private static LoggingEvent event(Level level, String message) {
        var event = new LoggingEvent();
        event.setLoggerContext(new LoggerContext());
        event.setLoggerName("org.aptheke.store.Store");
        event.setLevel(level);
        event.setMessage(message);
        event.setInstant(Answers.AT);
        return event;
    }
}
