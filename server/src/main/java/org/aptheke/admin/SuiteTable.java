package org.aptheke.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.aptheke.suite.SuiteDetails;
import org.aptheke.suite.SuiteStatus;

/** Suites as a table for people. */
public final class SuiteTable {
    private static final List<String> HEAD = List.of("SUITE", "STATE", "DATE", "CHECKED", "SIGNATURE");
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
        var columns = new Columns(rows);
        for (int i = 0; i < rows.size(); i++) {
            columns.append(text, i);
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
                Times.of(current.flatMap(SuiteStatus.Current::date)),
                Times.of(suite.checkedAt()),
                current.map(SuiteStatus.Current::verdict).map(SuiteTable::brief).orElse("-"));
    }

    /** Without addresses and fingerprints of the signers: a line stays a line, and the JSON has them. */
    public static String brief(String verdict) {
        return ADDRESSES.matcher(verdict).replaceAll("");
    }

    static String of(SuiteDetails details) {
        var generations = new ArrayList<List<String>>();
        generations.add(List.of("GENERATION", "DATE", "ADOPTED", "SUPERSEDED", "SIGNATURE"));
        details.generations()
                .forEach(kept -> generations.add(List.of(
                        String.valueOf(kept.number()),
                        Times.of(kept.date()),
                        Times.of(kept.adoptedAt()),
                        Times.of(kept.supersededAt()),
                        brief(kept.verdict()))));
        var members = new ArrayList<List<String>>();
        members.add(List.of("MEMBER IN USE", "SIZE", "USED"));
        details.members()
                .forEach(used -> members.add(List.of(
                        used.path(),
                        used.size().isPresent() ? Sizes.of(used.size().getAsLong()) : "-",
                        Times.of(used.usedAt()))));
        return new Columns(generations).text() + "\n" + new Columns(members).text();
    }

    private static void appendTrouble(StringBuilder text, SuiteStatus suite) {
        var words = StandingWords.of(suite.standing());
        if (!words.detail().isEmpty()) {
            text.append("    since ")
                    .append(Times.of(words.since()))
                    .append(": ")
                    .append(words.member().map(member -> member + ": ").orElse(""))
                    .append(words.detail())
                    .append('\n');
        }
    }
}
