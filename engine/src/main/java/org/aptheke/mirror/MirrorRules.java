package org.aptheke.mirror;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.aptheke.http.TargetUri;

/**
 * One mirror, as the operator wants it. Immutable.
 *
 * @param name differs from that of other mirrors
 * @param suites by what clients call them, with the URL of the directory of each
 * @param budgetBytes most that all its files may come to; empty for no limit
 * @param bytesPerSecond 0 for no limit
 * @param hours when it may fetch; empty for always
 */
public record MirrorRules(
        String name,
        List<Place> suites,
        Choice choice,
        OptionalLong budgetBytes,
        long bytesPerSecond,
        Optional<Hours> hours) {
    public MirrorRules {
        suites = List.copyOf(suites);
    }

    /**
     * A suite that is mirrored.
     *
     * @param suite as sources of clients name it
     * @param directory the URL of its directory, without a slash at its end
     */
    public record Place(String suite, TargetUri directory) {}

    /**
     * What of a suite.
     *
     * @param components empty for all
     * @param architectures without {@code all}, which goes with each; empty when there are to be no packages
     * @param newest whether only the newest version of each package
     * @param sources whether source packages too: those of the chosen packages, and those whose own names fit
     * @param related whether only packages of which some version is in the store
     * @param extras which indexes beside those of packages and sources
     */
    public record Choice(
            List<String> components,
            List<String> architectures,
            NamePatterns sections,
            NamePatterns packages,
            boolean newest,
            boolean sources,
            boolean related,
            Set<Extra> extras) {
        public Choice {
            components = List.copyOf(components);
            architectures = List.copyOf(architectures);
            extras = Set.copyOf(extras);
        }
    }

    /** Indexes that clients ask for beside those of packages and sources. */
    public enum Extra {
        /** Descriptions of packages. */
        TRANSLATIONS,
        /** Which package has which file. */
        CONTENTS,
        /** What software centres show. */
        DEP11,
        /** Which package has which command. */
        COMMANDS
    }

    /**
     * A part of the day.
     *
     * @param to exclusive; the same as {@code from} means all day, before it means over midnight
     */
    public record Hours(LocalTime from, LocalTime to, ZoneId zone) {
        boolean contain(Instant now) {
            var time = now.atZone(zone).toLocalTime();
            boolean behindFrom = !time.isBefore(from);
            boolean beforeTo = time.isBefore(to);
            return from.isBefore(to) ? behindFrom && beforeTo : behindFrom || beforeTo;
        }

        @Override
        public String toString() {
            return from + "-" + to;
        }
    }
}
