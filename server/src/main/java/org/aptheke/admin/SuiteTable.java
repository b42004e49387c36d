package org.aptheke.admin;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.aptheke.suite.SuiteStatus;

/** Suites as a table for people. */
final class SuiteTable {
    private static final List<String> HEAD = List.of("SUITE", "STATE", "DATE", "CHECKED", "SIGNATURE");
    private static final int GAP = 2;
    private static final Pattern ADDRESSES = Pattern.compile(" <[^<>]*>| \\([0-9A-F]{40}\\)");

    private SuiteTable() {}

    static String of(List<SuiteStatus> suites) {
        if (suites.isEmpty()) {
            return "No suite is known yet: none was asked for.\n";
        }
        var rows = new ArrayList<List<String>>();
        rows.add(HEAD);
        suites.forEach(suite -> rows.add(row(suite)));
        var text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            append(text, rows.get(i), widths(rows));
            if (i > 0) {
                appendTrouble(text, suites.get(i - 1));
            }
        }
        return text.toString();
    }

    private static List<String> row(SuiteStatus suite) {
        var current = suite.current();
        return List.of(
                suite.suite(),
                StandingWords.of(suite.standing()).state(),
                time(current.flatMap(SuiteStatus.Current::date)),
                time(suite.checkedAt()),
                current.map(SuiteStatus.Current::verdict).map(SuiteTable::brief).orElse("-"));
    }

    /** Without addresses and fingerprints of the signers: a line stays a line, and the JSON has them. */
    private static String brief(String verdict) {
        return ADDRESSES.matcher(verdict).replaceAll("");
    }

    private static String time(Optional<Instant> at) {
        return at.map(instant -> instant.truncatedTo(ChronoUnit.SECONDS).toString())
                .orElse("-");
    }

    private static int[] widths(List<List<String>> rows) {
        int[] widths = new int[HEAD.size()];
        for (var row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private static void append(StringBuilder text, List<String> row, int[] widths) {
        for (int i = 0; i < row.size() - 1; i++) {
            text.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + GAP);
        }
        text.append(row.getLast()).append('\n');
    }

    private static void appendTrouble(StringBuilder text, SuiteStatus suite) {
        var words = StandingWords.of(suite.standing());
        if (!words.detail().isEmpty()) {
            text.append("    since ")
                    .append(time(words.since()))
                    .append(": ")
                    .append(words.member().map(member -> member + ": ").orElse(""))
                    .append(words.detail())
                    .append('\n');
        }
    }
}
