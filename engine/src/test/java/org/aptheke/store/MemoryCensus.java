package org.aptheke.store;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.aptheke.digest.Digest;

/** What is in a catalogue in memory, of which no use is known. Safe for use by many threads. */
public record MemoryCensus(MemoryCatalog catalog) implements ContentCensus {
    @Override
    public void forEachContent(ContentTaker taker) throws IOException, InterruptedException {
        for (var named : all()) {
            var response = named.response();
            taker.take(response.key(), response.digest(), response.size(), named.use());
        }
    }

    private List<NamedContent> all() {
        var all = new ArrayList<NamedContent>();
        for (var key : catalog.keys("", Integer.MAX_VALUE)) {
            for (var response : catalog.find(key)) {
                long stored = response.storedAt().toEpochMilli();
                all.add(new NamedContent(response, new Use(0, stored, stored)));
            }
        }
        return all;
    }

    @Override
    public List<NamedContent> named(Digest content) {
        return all().stream()
                .filter(named -> named.response().digest().equals(content))
                .toList();
    }

    @Override
    public List<NamedContent> namedAndUnused(Digest content, Instant since, int limit) {
        return named(content).stream()
                .filter(named -> named.use().lastMillis() < since.toEpochMilli())
                .limit(limit)
                .toList();
    }

    @Override
    public void close() {}
}
