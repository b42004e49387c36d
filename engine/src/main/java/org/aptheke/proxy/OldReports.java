package org.aptheke.proxy;

import java.util.Map;
import org.aptheke.http.Fields;
import org.aptheke.route.Route;

/** Answers for those who come to the page that apt-cacher-ng had: where things are now, and how they are done. */
final class OldReports {
    private static final int GONE = 410;
    private static final String LOOK = "aptheke status";
    private static final String EXPIRE = "aptheke job start expire";
    private static final String SCRUB = "aptheke job start scrub";
    private static final String PURGE = "aptheke search NAME, then aptheke purge DIGEST";

    /** What its actions were called, and what does the same now. */
    private static final Map<String, String> COMMANDS = Map.ofEntries(
            Map.entry("doExpire", EXPIRE),
            Map.entry("justShow", "aptheke job plan expire"),
            Map.entry("justRemove", EXPIRE),
            Map.entry("justShowDamaged", "aptheke job plan scrub"),
            Map.entry("justRemoveDamaged", SCRUB),
            Map.entry("justTruncDamaged", SCRUB),
            Map.entry("doImport", "aptheke job start import"),
            Map.entry("doMirror", "aptheke job list, which says what can be begun"),
            Map.entry("doDelete", PURGE),
            Map.entry("doDeleteYes", PURGE),
            Map.entry("doTruncate", PURGE),
            Map.entry("doTruncateYes", PURGE),
            Map.entry("doCount", LOOK),
            Map.entry("doTraceStart", "aptheke logs -f"),
            Map.entry("doTraceStop", "aptheke logs -f"),
            Map.entry("doTraceClear", "aptheke logs -f"),
            Map.entry("doTraceRefresh", "aptheke logs -f"),
            Map.entry("sigabort", "aptheke job cancel NUMBER"));

    private OldReports() {}

    static Answer answer(Route.OldReport report) {
        var console = report.console() + "?from=acng-report";
        var where = report.reachable()
                ? "The console is at " + console + ".\n"
                : "The console is at " + report.console()
                        + " on the machine of the cache, for that machine alone (console.listen).\n";
        if (report.action().isPresent()) {
            return gone(report.action().get(), where);
        }
        var note = "This is Aptheke. What the report of apt-cacher-ng showed is in its console now.\n" + where
                + "On the machine of the cache: " + LOOK + "\n";
        return report.reachable()
                ? PlainAnswers.text(302, PlainAnswers.TEXT, note, Fields.of("Location", console))
                : PlainAnswers.text(200, PlainAnswers.TEXT, note, Fields.EMPTY);
    }

    private static Answer gone(String action, String where) {
        var command = COMMANDS.getOrDefault(action, "aptheke --help");
        return PlainAnswers.text(
                GONE,
                PlainAnswers.TEXT,
                "Nothing is changed here by asking for a page. Instead of " + action + ", on the machine of the cache: "
                        + command + "\n" + where,
                Fields.EMPTY);
    }
}
