package org.aptheke.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aptheke.admin.OriginStatus;
import org.aptheke.http.Masked;

/**
 * A way to origins, and how it fares: a mirror of a remap, a parent, or https by a redirect that was remembered.
 *
 * @param note its last failure, or what else is to be known; empty when nothing is
 */
record WayRow(String name, String kind, String place, Badge state, String latency, String note) {
    static List<WayRow> all(OriginStatus status, Frame frame) {
        var rows = new ArrayList<WayRow>();
        status.remaps()
                .forEach((name, mirrors) -> mirrors.forEach(mirror -> rows.add(new WayRow(
                        name,
                        "mirror",
                        mirror.base().toString(),
                        state(mirror.failures(), mirror.restsUntil(), frame),
                        mirror.latency().isZero()
                                ? ""
                                : Figures.count(mirror.latency().toMillis()) + " ms",
                        Masked.secrets(mirror.lastFailure())))));
        status.parents()
                .forEach(parent -> rows.add(new WayRow(
                        parent.parent().name(),
                        "parent",
                        parent.parent().authority(),
                        state(parent.failures(), parent.restsUntil(), frame),
                        "",
                        Masked.secrets(parent.lastFailure()))));
        status.secure()
                .forEach(origin -> rows.add(new WayRow(
                        origin.name(),
                        "by https",
                        "port " + origin.httpsPort(),
                        new Badge("well", Badge.GOOD),
                        "",
                        "as it redirected there; until "
                                + frame.moment(origin.until()).exact())));
        return rows;
    }

    private static Badge state(int failures, Optional<Instant> restsUntil, Frame frame) {
        if (restsUntil.isPresent()) {
            return new Badge("rests, on " + frame.moment(restsUntil.get()).near(), Badge.WARN);
        }
        return failures == 0 ? new Badge("well", Badge.GOOD) : new Badge("is tried next", "");
    }
}
