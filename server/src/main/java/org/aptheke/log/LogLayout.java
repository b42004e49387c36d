package org.aptheke.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;

/** How a message of the program's own log looks. */
final class LogLayout extends LayoutBase<ILoggingEvent> {
    private final LogForm form;
    private final boolean journal;

    /**
     * A layout.
     *
     * @param journal whether the journal of systemd reads the lines: it knows the time and wants {@code <level>}
     */
    LogLayout(LogForm form, boolean journal) {
        this.form = form;
        this.journal = journal;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        return switch (form) {
            case TEXT -> text(event);
            case JSON -> json(event);
        };
    }

    private String text(ILoggingEvent event) {
        String prefix = journal
                ? "<" + severity(event.getLevel()) + ">"
                : AccessLine.time(Instant.ofEpochMilli(event.getTimeStamp())) + " " + event.getLevel() + " ";
        var lines = new StringBuilder(prefix)
                .append(shortName(event))
                .append(": ")
                .append(printable(event.getFormattedMessage()))
                .append('\n');
        // The journal takes each line for a message of its own.
        stack(event)
                .lines()
                .forEach(line -> lines.append(journal ? prefix : "")
                        .append(printable(line))
                        .append('\n'));
        return lines.toString();
    }

    private static String json(ILoggingEvent event) {
        var line = new JsonLine()
                .put("time", AccessLine.time(Instant.ofEpochMilli(event.getTimeStamp())))
                .put("level", event.getLevel().toString().toLowerCase(java.util.Locale.ROOT))
                .put("logger", shortName(event))
                .put("message", String.valueOf(event.getFormattedMessage()));
        String stack = stack(event);
        return (stack.isEmpty() ? line : line.put("stack", stack)).end() + "\n";
    }

    private static String stack(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        return thrown == null ? "" : ThrowableProxyUtil.asString(thrown);
    }

    /** What it says, with the kind and the words of an exception. */
    static String message(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        return printable(event.getFormattedMessage())
                + (thrown == null ? "" : ": " + printable(thrown.getClassName() + ": " + thrown.getMessage()));
    }

    static String shortName(ILoggingEvent event) {
        String name = event.getLoggerName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** A message may quote a stranger: it stays one line. */
    private static String printable(String text) {
        var printable = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && c != '\t') {
                printable.append(String.format(java.util.Locale.ROOT, "\\x%02x", (int) c));
            } else {
                printable.append(c);
            }
        }
        return printable.toString();
    }

    /** The numbers of syslog, which sd-daemon(3) takes over. */
    private static int severity(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> 3;
            case Level.WARN_INT -> 4;
            case Level.INFO_INT -> 6;
            default -> 7;
        };
    }
}
