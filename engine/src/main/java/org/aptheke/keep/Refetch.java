package org.aptheke.keep;

import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.fetch.Brought;
import org.aptheke.fetch.FetchPlan;
import org.aptheke.fetch.Fetches;
import org.aptheke.http.Fields;
import org.aptheke.http.Request;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.Authority;
import org.aptheke.repo.Expectation;

/** Brings a content anew that the store has lost, from where it came; only the very same will do. */
public final class Refetch {
    private final Fetches fetches;

    public Refetch(Fetches fetches) {
        this.fetches = fetches;
    }

    /** Whether it is there again. It is not a failure when it is not: who asks for it has it fetched. */
    boolean bring(StoredResponse lost) throws InterruptedException {
        var target = target(lost.key());
        if (target.isEmpty() || lost.status() != 200 || lost.authorized()) {
            return false;
        }
        var promise = new FetchPlan.Promise(Expectation.of(lost.digest(), lost.size()), List.of(target.get()));
        var plan = new FetchPlan(
                lost.key(),
                new Request("GET", target.get(), Fields.EMPTY),
                Fields.EMPTY,
                new FetchPlan.Purpose.RetrievePromised(promise),
                true,
                () -> true);
        return fetches.bring(plan) instanceof Brought.Stored;
    }

    /** By http: where an origin wants https that is known elsewhere. What needs credentials is left to who has them. */
    private static Optional<TargetUri> target(CacheKey key) {
        var text = key.text();
        int path = text.indexOf('/');
        if (path < 0 || key.credential().isPresent()) {
            return Optional.empty();
        }
        int query = text.indexOf('?', path);
        int end = query < 0 ? text.length() : query;
        try {
            // Not java.net.URI: hosts of ours may be names that it takes for none.
            var authority = Authority.parse(text.substring(0, path), Scheme.HTTP.defaultPort());
            return Optional.of(new TargetUri(
                    Scheme.HTTP,
                    authority.host(),
                    authority.port(),
                    text.substring(path, end),
                    query < 0 ? "" : text.substring(query + 1)));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
