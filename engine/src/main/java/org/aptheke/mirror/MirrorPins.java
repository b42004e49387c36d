package org.aptheke.mirror;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.aptheke.digest.Digest;
import org.aptheke.store.PinBook;
import org.aptheke.suite.SuiteUpdates;

/** What mirrors keep, each suite of each mirror by itself. Safe for use by many threads. */
final class MirrorPins {
    private static final String PREFIX = "mirror ";

    private final PinBook book;

    MirrorPins(PinBook book) {
        this.book = book;
    }

    static String owner(MirrorRules mirror, MirrorRules.Place place) {
        return PREFIX + mirror.name() + " " + SuiteUpdates.suite(place.directory());
    }

    void add(String owner, Collection<Digest> contents) throws IOException {
        book.pin(owner, contents);
    }

    /** What the owner wanted before and does not want now is released. */
    void keepOnly(String owner, Set<Digest> contents) throws IOException {
        book.keepOnly(owner, contents);
    }

    /** Releases all that is kept for suites that are not mirrored any more; returns whose that was. */
    List<String> releaseOthers(Set<String> owners) throws IOException {
        var others = book.owners().keySet().stream()
                .filter(owner -> owner.startsWith(PREFIX) && !owners.contains(owner))
                .sorted()
                .toList();
        for (var other : others) {
            book.unpinAll(other);
        }
        return others;
    }
}
