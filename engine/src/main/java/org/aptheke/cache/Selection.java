package org.aptheke.cache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.aptheke.http.Fields;
import org.aptheke.http.ListSyntax;
import org.aptheke.http.Request;

/** Which requests a response was selected for: the rules of {@code Vary} (RFC 9111, 4.1). Stateless. */
public final class Selection {
    /** Fields whose members may be written in any order and either case (RFC 9110, 12.5). */
    private static final Set<String> UNORDERED = Set.of("accept-charset", "accept-encoding", "accept-language");

    private Selection() {}

    /**
     * The request fields that the response's {@code Vary} names, in one canonical form: names in lower case and in
     * alphabetical order, one line each, those that the request lacks left out. Empty when {@code Vary} has a star, so
     * that nothing ever matches.
     */
    public static Optional<Fields> of(Fields response, Fields request) {
        var names = new TreeSet<String>();
        for (var name : ListSyntax.members(response, "Vary")) {
            names.add(name.toLowerCase(Locale.ROOT));
        }
        if (names.contains("*")) {
            return Optional.empty();
        }
        var selecting = Fields.builder();
        for (var name : names) {
            if (request.contains(name)) {
                selecting.add(name, normalised(name, request));
            }
        }
        return Optional.of(selecting.build());
    }

    /** Whether the stored response is one for this request, by the fields alone. */
    public static boolean matches(StoredResponse stored, Request request) {
        return matches(stored.fields(), stored.selecting(), request);
    }

    /** Whether the stored part is one for this request, by the fields alone. */
    public static boolean matches(StoredPart stored, Request request) {
        return matches(stored.fields(), stored.selecting(), request);
    }

    private static boolean matches(Fields response, Fields selecting, Request request) {
        return of(response, request.fields()).filter(selecting::equals).isPresent();
    }

    /** All lines joined, without the whitespace that a list may have. */
    private static String normalised(String name, Fields request) {
        List<String> members = ListSyntax.members(request, name);
        if (!UNORDERED.contains(name)) {
            return String.join(", ", members);
        }
        var canonical = new ArrayList<String>();
        for (var member : members) {
            canonical.add(withoutInnerSpace(member).toLowerCase(Locale.ROOT));
        }
        canonical.sort(null);
        return String.join(", ", canonical);
    }

    /** {@code de ; q=0.5} and {@code de;q=0.5} say the same. */
    private static String withoutInnerSpace(String member) {
        return String.join(
                ";", Arrays.stream(member.split(";", -1)).map(String::strip).toList());
    }
}
