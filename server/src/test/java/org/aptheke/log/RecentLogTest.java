package org.aptheke.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.net.InetAddress;
import java.time.Instant;
import org.aptheke.events.Event;
import org.aptheke.log.LogEntry.Level;
import org.aptheke.log.RecentLog.Wanted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class RecentLogTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Wanted ALL = new Wanted(Level.DEBUG, "", "", 0, false, 10_000);

    private final RecentLog log = new RecentLog();

    @AfterEach
    void restore() {
        ProgramLog.configure(LogForm.TEXT, org.slf4j.event.Level.INFO);
    }

    @Test
    void entries_answersAndWords_latestFirst() {
        ProgramLog.configure(LogForm.TEXT, org.slf4j.event.Level.INFO, log);
        answer("/a?token=secret", 200, "");
        LoggerFactory.getLogger("org.aptheke.suite").warn("{} is away", "stable", new IllegalStateException("why"));

        assertThat(log.entries(ALL))
                .extracting(LogEntry::source, LogEntry::level, LogEntry::text)
                .containsExactly(
                        tuple("suite", Level.WARN, "stable is away: java.lang.IllegalStateException: why"),
                        tuple(
                                "access",
                                Level.INFO,
                                "192.0.2.1 GET deb.example.org /a?token=*** 200 10 0.003000 0.001000 \"hit\" \"-\""));
        assertThat(log.last()).isEqualTo(2);
    }

    @Test
    void entries_manyGoodAnswers_failuresStay() {
        answer("/broken", 502, "no connection");
        for (int i = 0; i < 5_000; i++) {
            answer("/good" + i, 200, "");
        }

        assertThat(log.entries(ALL)).hasSize(2_001);
        assertThat(log.entries(new Wanted(Level.DEBUG, "", "", 0, true, 1)))
                .extracting(LogEntry::text)
                .allMatch(text -> text.contains("/broken"));
        assertThat(log.entries(new Wanted(Level.WARN, "", "", 0, false, 10))).hasSize(1);
    }

    @Test
    void entries_partAfterAndSource_leaveOthersOut() {
        answer("/one", 200, "");
        answer("/two", 200, "");

        assertThat(log.entries(new Wanted(Level.DEBUG, "/TWO", "", 0, false, 10)))
                .hasSize(1);
        assertThat(log.entries(new Wanted(Level.DEBUG, "", "", 1, false, 10)))
                .extracting(LogEntry::number)
                .containsExactly(2L);
        assertThat(log.entries(new Wanted(Level.DEBUG, "", "suite", 0, false, 10)))
                .isEmpty();
    }

    private void answer(String path, int status, String cause) {
        log.accept(new Event.Answered(
                NOON,
                InetAddress.ofLiteral("192.0.2.1"),
                "GET",
                "deb.example.org",
                path,
                status,
                10,
                3_000_000,
                1_000_000,
                "hit",
                cause));
    }
}
