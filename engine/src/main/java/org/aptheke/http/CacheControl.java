package org.aptheke.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directives of {@code Cache-Control}, of requests and responses (RFC 9111, 5.2; RFC 5861; RFC 8246). Names are
 * compared without regard to case, arguments are taken as tokens and as quoted strings, unknown directives are passed
 * over. Immutable.
 *
 * <p>Where a sender contradicts itself the most restrictive reading holds: of a directive given twice the shorter time,
 * and a time that is no number is zero, so that the response counts as stale (RFC 9111, 4.2.1).
 */
public final class CacheControl {
    /** Argument of a directive written without one; what was written is never empty, see {@link #argument}. */
    private static final String NONE = "";

    /** RFC 9110, 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private final Map<String, List<String>> directives;

    private CacheControl(Map<String, List<String>> directives) {
        this.directives = directives;
    }

    public static CacheControl of(Fields fields) {
        var directives = new HashMap<String, List<String>>();
        for (var member : ListSyntax.members(fields, "Cache-Control")) {
            int equals = member.indexOf('=');
            String name = equals < 0 ? member : member.substring(0, equals);
            String argument = equals < 0 ? NONE : argument(member, equals);
            directives
                    .computeIfAbsent(ListSyntax.trimmed(name).toLowerCase(Locale.ROOT), key -> new ArrayList<>(1))
                    .add(argument);
        }
        return new CacheControl(directives);
    }

    /** Whether there is no directive at all. */
    public boolean isEmpty() {
        return directives.isEmpty();
    }

    public boolean noStore() {
        return has("no-store");
    }

    /** Whether {@code no-cache} is there without a list of fields: nothing may be reused unvalidated. */
    public boolean noCache() {
        return unqualified("no-cache");
    }

    /** The fields, in lower case, that {@code no-cache="…"} excludes from reuse without validation. */
    public List<String> noCacheFields() {
        return fieldNames("no-cache");
    }

    /** Whether {@code private} is there without a list of fields: nothing is for a shared cache. */
    public boolean isPrivate() {
        return unqualified("private");
    }

    /** The fields, in lower case, that {@code private="…"} keeps from shared caches. */
    public List<String> privateFields() {
        return fieldNames("private");
    }

    public boolean isPublic() {
        return has("public");
    }

    public boolean mustRevalidate() {
        return has("must-revalidate");
    }

    public boolean proxyRevalidate() {
        return has("proxy-revalidate");
    }

    public boolean mustUnderstand() {
        return has("must-understand");
    }

    public boolean noTransform() {
        return has("no-transform");
    }

    public boolean immutable() {
        return has("immutable");
    }

    public boolean onlyIfCached() {
        return has("only-if-cached");
    }

    public Optional<Duration> maxAge() {
        return shortest("max-age");
    }

    public Optional<Duration> sMaxAge() {
        return shortest("s-maxage");
    }

    public Optional<Duration> staleIfError() {
        return shortest("stale-if-error");
    }

    public Optional<Duration> staleWhileRevalidate() {
        return shortest("stale-while-revalidate");
    }

    /** How much freshness the client wants left: of several the longest. */
    public Optional<Duration> minFresh() {
        return seconds("min-fresh").max(Comparator.naturalOrder());
    }

    /** How stale the client takes it; {@link DeltaSeconds#MAX} when it said no number. */
    public Optional<Duration> maxStale() {
        return arguments("max-stale").stream()
                .map(argument -> argument.equals(NONE) ? DeltaSeconds.MAX : secondsOrZero(argument))
                .min(Comparator.naturalOrder());
    }

    /**
     * Whitespace beside the equals sign is not in the grammar; kept, it makes a number no number. An empty argument is
     * not the same as none, so it becomes a space.
     */
    private static String argument(String member, int equals) {
        String written = ListSyntax.unquoted(member.substring(equals + 1));
        boolean spaced = equals > 0 && ListSyntax.isSpace(member.charAt(equals - 1));
        return spaced || written.isEmpty() ? " " + written : written;
    }

    private boolean has(String name) {
        return directives.containsKey(name);
    }

    private List<String> arguments(String name) {
        return directives.getOrDefault(name, List.of());
    }

    private boolean unqualified(String name) {
        return arguments(name).stream().anyMatch(argument -> names(argument).isEmpty());
    }

    private List<String> fieldNames(String name) {
        return arguments(name).stream()
                .flatMap(argument -> names(argument).stream())
                .distinct()
                .toList();
    }

    /** None when the argument is no list of field names: then the directive counts for all fields. */
    private static List<String> names(String argument) {
        String list = ListSyntax.unquoted(ListSyntax.trimmed(argument));
        var names = ListSyntax.members(list.toLowerCase(Locale.ROOT));
        return names.stream().allMatch(name -> TOKEN.matcher(name).matches()) ? names : List.of();
    }

    private Optional<Duration> shortest(String name) {
        return seconds(name).min(Comparator.naturalOrder());
    }

    private Stream<Duration> seconds(String name) {
        return arguments(name).stream().map(CacheControl::secondsOrZero);
    }

    private static Duration secondsOrZero(String argument) {
        return DeltaSeconds.parse(argument).orElse(Duration.ZERO);
    }
}
