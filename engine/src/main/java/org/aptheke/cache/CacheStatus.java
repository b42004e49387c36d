package org.aptheke.cache;

import java.util.ArrayList;
import java.util.List;
import org.aptheke.http.Fields;

/**
 * This cache's member of the field {@code Cache-Status} (RFC 9211): what it did with a request. Built step by step; each
 * step makes a new value, in the order in which the parameters are written. Immutable.
 */
public final class CacheStatus {
    private static final String CACHE = "aptheke";
    private static final String NAME = "Cache-Status";

    private final List<String> parameters;

    private CacheStatus(List<String> parameters) {
        this.parameters = parameters;
    }

    /** Answered from the store, without the origin. */
    public static CacheStatus hit() {
        return new CacheStatus(List.of("hit"));
    }

    /** Went on to an origin. */
    public static CacheStatus forwarded(ForwardReason reason) {
        return new CacheStatus(List.of("fwd=" + reason.token()));
    }

    /** Neither: an answer of this program itself. */
    public static CacheStatus own() {
        return new CacheStatus(List.of());
    }

    /** The status with which the origin answered, when the client got another. */
    public CacheStatus forwardStatus(int status) {
        return and("fwd-status=" + status);
    }

    /** The freshness left, in seconds; negative when stale. */
    public CacheStatus ttl(long seconds) {
        return and("ttl=" + seconds);
    }

    /** The origin's answer was stored. */
    public CacheStatus stored() {
        return and("stored");
    }

    /** Several requests shared one to the origin. */
    public CacheStatus collapsed() {
        return and("collapsed");
    }

    /** In words; characters that a string of structured fields cannot have become question marks. */
    public CacheStatus detail(String words) {
        return and("detail=" + string(words));
    }

    /**
     * Whether a further parameter begins like that.
     *
     * @param parameters what follows the name of this cache, as events have it
     * @param beginning with the separator in front of it
     */
    public static boolean says(String parameters, String beginning) {
        int at = parameters.indexOf(beginning);
        if (at < 0) {
            return false;
        }
        // The words for people come last, and may quote anybody.
        int quote = parameters.indexOf('"');
        return quote < 0 || at < quote;
    }

    /** The member alone. */
    public String render() {
        return parameters.isEmpty() ? CACHE : CACHE + "; " + String.join("; ", parameters);
    }

    /** Behind what caches nearer to the origin said (RFC 9211, 2), on one line. */
    public Fields appendedTo(Fields response) {
        String before = response.combined(NAME)
                .filter(said -> !said.isBlank())
                .map(said -> said + ", ")
                .orElse("");
        return response.with(NAME, before + render());
    }

    @Override
    public String toString() {
        return render();
    }

    private CacheStatus and(String parameter) {
        var more = new ArrayList<>(parameters);
        more.add(parameter);
        return new CacheStatus(List.copyOf(more));
    }

    /** RFC 9651, 4.1.6. */
    private static String string(String words) {
        var text = new StringBuilder(words.length() + 2).append('"');
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return text.append('"').toString();
    }
}
