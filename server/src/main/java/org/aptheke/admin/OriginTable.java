package org.aptheke.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Origins as tables for people. */
final class OriginTable {
    private OriginTable() {}

    static String of(OriginStatus status) {
        var tables = new ArrayList<String>();
        if (!status.remaps().isEmpty()) {
            tables.add(mirrors(status));
        }
        if (!status.parents().isEmpty()) {
            tables.add(parents(status));
        }
        if (!status.secure().isEmpty()) {
            tables.add(secure(status));
        }
        return tables.isEmpty()
                ? "There are no remaps and no parents, and no origin is known to redirect to https.\n"
                : String.join("\n", tables);
    }

    private static String mirrors(OriginStatus status) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("REMAP", "MIRROR", "STATE", "LATENCY", "LAST FAILURE"));
        status.remaps()
                .forEach((name, mirrors) -> mirrors.forEach(mirror -> rows.add(List.of(
                        name,
                        mirror.base().toString(),
                        state(mirror.failures(), mirror.restsUntil()),
                        mirror.latency().isZero() ? "-" : mirror.latency().toMillis() + " ms",
                        orNone(mirror.lastFailure())))));
        return new Columns(rows).text();
    }

    private static String parents(OriginStatus status) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("PARENT", "ADDRESS", "STATE", "LAST FAILURE"));
        status.parents()
                .forEach(parent -> rows.add(List.of(
                        parent.parent().name(),
                        parent.parent().authority(),
                        state(parent.failures(), parent.restsUntil()),
                        orNone(parent.lastFailure()))));
        return new Columns(rows).text();
    }

    private static String secure(OriginStatus status) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("ASKED BY HTTPS", "AT PORT", "UNTIL"));
        status.secure()
                .forEach(origin -> rows.add(
                        List.of(origin.name(), Integer.toString(origin.httpsPort()), Times.of(origin.until()))));
        return new Columns(rows).text();
    }

    private static String state(int failures, Optional<Instant> restsUntil) {
        if (restsUntil.isPresent()) {
            return "rests until " + Times.of(restsUntil.get());
        }
        return failures == 0 ? "well" : "is tried next";
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "-" : text;
    }
}
