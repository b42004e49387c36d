package org.aptheke.migrate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The directives that count: of several with one name the last, unless they add up. Immutable after it was made. */
final class Effective {
    private static final Set<String> ADDING_UP = Set.of("allowuserports");

    private final Map<String, AcngLine> last = new HashMap<>();
    private final List<AcngLine> all;

    Effective(List<AcngLine> lines) {
        all = List.copyOf(lines);
        lines.forEach(line -> last.put(line.key(), line));
    }

    /** The one that takes its place; empty when it counts. */
    Optional<AcngLine> overriding(AcngLine line) {
        var counts = last.get(line.key());
        boolean adds = line.isRemap() || ADDING_UP.contains(line.key());
        return adds || counts == null || counts.equals(line) ? Optional.empty() : Optional.of(counts);
    }

    Optional<AcngLine> line(String key) {
        return Optional.ofNullable(last.get(key));
    }

    /** Empty when nothing is said, or nothing stands behind the colon. */
    Optional<String> text(String key) {
        return line(key).map(AcngLine::value).filter(value -> !value.isEmpty());
    }

    OptionalLong number(String key) {
        return line(key).map(AcngLine::number).orElse(OptionalLong.empty());
    }

    boolean isOn(String key) {
        return number(key).orElse(0) != 0;
    }

    List<AcngLine> remaps() {
        var remaps = new ArrayList<AcngLine>();
        all.stream().filter(AcngLine::isRemap).forEach(remaps::add);
        return remaps;
    }
}
