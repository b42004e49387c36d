package org.aptheke.origin.client;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.aptheke.http.Fields;

/** Fields that are for one connection only and never cross this program (RFC 9110, 7.6.1). */
final class HopByHop {
    private static final Set<String> ALWAYS =
            Set.of("connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade");

    private HopByHop() {}

    /** The fields without those, and without what {@code Connection} names. */
    static Fields removedFrom(Fields fields) {
        Set<String> named = new HashSet<>(tokens(fields, "Connection"));
        var kept = Fields.builder();
        for (var field : fields) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (!ALWAYS.contains(name) && !name.startsWith("proxy-") && !named.contains(name)) {
                kept.add(field.name(), field.value());
            }
        }
        return kept.build();
    }

    /** The tokens of a list field in lower case. */
    static Set<String> tokens(Fields fields, String name) {
        var tokens = new HashSet<String>();
        for (String line : fields.all(name)) {
            for (String token : line.split(",", -1)) {
                tokens.add(token.strip().toLowerCase(Locale.ROOT));
            }
        }
        return tokens;
    }
}
