package org.aptheke.stock;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Digest;
import org.aptheke.store.ContentCensus;
import org.aptheke.store.ContentCensus.NamedContent;
import org.aptheke.store.FileSearch;
import org.aptheke.store.PinBook;
import org.aptheke.suite.SuitePromise;

/**
 * What is stored, as a person asks for it. What was stored a moment ago may be missing. No answer takes time that grows
 * with the store. Safe for use by many threads.
 */
public final class Stock {
    /** For whom contents are pinned by hand. */
    public static final String OPERATOR = "operator";

    private static final int MOST_COUNTED = 10_000;
    private static final int MOST_NAMES = 100;

    private final FileSearch search;
    private final ContentCensus contents;
    private final PinBook pins;
    private final Promises promises;

    /** Tells which generations of suites promise a file. */
    public interface Promises {
        List<SuitePromise> of(CacheKey key);
    }

    public Stock(FileSearch search, ContentCensus contents, PinBook pins, Promises promises) {
        this.search = search;
        this.contents = contents;
        this.pins = pins;
        this.promises = promises;
    }

    /**
     * What is looked for: all that is set must hold.
     *
     * @param packageName what the name of the file begins with; empty for all
     * @param part of host and path, in whatever case; empty for all
     */
    public record Wanted(String packageName, String part, Optional<CacheKey> after, int limit) {}

    /** In the order of the names of files. */
    public StockPage find(Wanted wanted) throws IOException {
        var page = search.search(
                new FileSearch.Wanted(wanted.packageName(), wanted.part(), wanted.after(), wanted.limit()));
        var total = wanted.part().isEmpty() ? search.count(wanted.packageName(), MOST_COUNTED) : OptionalLong.empty();
        return new StockPage(items(page.found()), page.next(), total);
    }

    /** Those whose digest begins with these hexadecimal digits, of which there are two or more; some of them. */
    public StockPage withDigest(String beginning, int limit) throws IOException {
        var whole = beginning.substring(0, beginning.length() & ~1);
        var found = search.withDigest(whole, limit).stream()
                .filter(named -> named.response().digest().toHex().startsWith(beginning))
                .toList();
        return new StockPage(items(found), Optional.empty(), OptionalLong.empty());
    }

    /** What is stored under a key. */
    public List<StockItem> withKey(CacheKey key) throws IOException {
        return items(search.withKey(key));
    }

    private List<StockItem> items(List<NamedContent> found) throws IOException {
        var items = new ArrayList<StockItem>();
        for (var named : found) {
            items.add(StockItem.of(named, pins.isPinned(named.response().digest())));
        }
        return items;
    }

    /** Empty when no such content is stored. */
    public Optional<StockDetails> details(Digest content) throws IOException {
        var named = contents.named(content);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        var owners = pins.ownersOf(content);
        var names = named.stream()
                .limit(MOST_NAMES)
                .map(each -> new StockDetails.Name(
                        StockItem.of(each, !owners.isEmpty()),
                        promises.of(each.response().key())))
                .toList();
        return Optional.of(new StockDetails(
                content, named.getFirst().response().size(), names, named.size() - names.size(), owners));
    }

    /** Has a content stay, used or not; false when it is not stored. */
    public boolean pin(Digest content) throws IOException {
        if (contents.named(content).isEmpty()) {
            return false;
        }
        pins.pin(OPERATOR, List.of(content));
        return true;
    }

    /** Gives up what {@link #pin} did; false when it was not pinned by hand. Other owners keep it. */
    public boolean unpin(Digest content) throws IOException {
        if (!pins.ownersOf(content).contains(OPERATOR)) {
            return false;
        }
        pins.unpin(OPERATOR, List.of(content));
        return true;
    }
}
