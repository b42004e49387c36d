package org.aptheke.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * The program's own log, on the standard error. Under systemd, which keeps the time itself, lines begin with the level
 * as the journal reads it; elsewhere with the time.
 */
public final class ProgramLog {
    private static final int QUEUE = 1024;

    /** Loggers of libraries that would write every field that is sent, and so passwords. */
    private static final List<String> SECRETIVE =
            List.of("org.apache.hc.client5.http.headers", "org.apache.hc.client5.http.wire");

    /** Libraries that tell of each step of their start; said at levels below the usual one only. */
    private static final List<String> TALKATIVE = List.of("io.javalin", "org.eclipse.jetty");

    private ProgramLog() {}

    /** Goes over to the wanted form and level, at the start or later. A full output never blocks who is logging. */
    public static void configure(LogForm form, org.slf4j.event.Level level) {
        configure(form, level, Optional.empty());
    }

    /** The same, with the last lines kept in memory. */
    public static void configure(LogForm form, org.slf4j.event.Level level, RecentLog recent) {
        configure(form, level, Optional.of(recent));
    }

    private static void configure(LogForm form, org.slf4j.event.Level level, Optional<RecentLog> recent) {
        context(context -> {
            context.reset();
            var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            var async = new AsyncAppender();
            async.setContext(context);
            async.setQueueSize(QUEUE);
            async.setNeverBlock(true);
            async.addAppender(standardError(context, form));
            async.start();
            root.addAppender(async);
            recent.ifPresent(kept -> root.addAppender(remembering(context, kept)));
            root.setLevel(Level.convertAnSLF4JLevel(level));
            SECRETIVE.forEach(name -> context.getLogger(name).setLevel(Level.OFF));
            if (level == org.slf4j.event.Level.INFO) {
                TALKATIVE.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
            }
        });
    }

    /** Writes what is left; after this nothing is logged. */
    public static void stop() {
        context(LoggerContext::stop);
    }

    /** What holds before the configuration is known. */
    static void configureQuietly(LoggerContext context) {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(standardError(context, LogForm.TEXT));
        root.setLevel(Level.INFO);
    }

    private static Appender<ILoggingEvent> remembering(LoggerContext context, RecentLog recent) {
        var appender = new RecentAppender(recent);
        appender.setContext(context);
        appender.start();
        return appender;
    }

    private static Appender<ILoggingEvent> standardError(LoggerContext context, LogForm form) {
        var layout = new LogLayout(form, System.getenv("JOURNAL_STREAM") != null);
        layout.setContext(context);
        layout.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    private static void context(java.util.function.Consumer<LoggerContext> action) {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context) {
            action.accept(context);
        }
    }
}
