package org.aptheke.keep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.aptheke.digest.Digest;
import org.aptheke.repo.Expectation;
import org.aptheke.store.Blob;
import org.aptheke.store.BlobCensus;
import org.aptheke.suite.SuiteNames;

/**
 * What a suite has in the store.
 *
 * @param suite the directory of its release files
 * @param files how many contents it names that are stored, each counted once; so are the bytes
 * @param sharedFiles those of them that another suite names too
 * @param parts by component and architecture; what two of them name is in both
 */
public record SuiteSize(String suite, long files, long bytes, long sharedFiles, long sharedBytes, List<Part> parts) {
    public SuiteSize {
        parts = List.copyOf(parts);
    }

    /** Of one index of packages; for a flat repository all is one part without a name. */
    public record Part(String component, String architecture, long files, long bytes) {}

    /** Looks at every blob and every index: for people who ask. */
    public static List<SuiteSize> all(HouseParts house) throws IOException {
        var table = new ContentTable();
        for (int shelf = 0; shelf < BlobCensus.SHELVES; shelf++) {
            house.blobs().forEachBlob(shelf, (digest, size, writtenAt) -> table.size(table.add(digest), size));
        }
        var counted = new ArrayList<Counting>();
        for (var suite : house.suites().get()) {
            var counting = new Counting(house, table, suite.toString());
            suite.forEach(counting);
            counting.own().forEach(number -> table.addUses(number, 1));
            counted.add(counting);
        }
        return counted.stream().map(Counting::size).toList();
    }

    /** Counts what one suite names. */
    private static final class Counting implements SuiteNames.Taker {
        private final HouseParts house;
        private final ContentTable table;
        private final ContentTable own = new ContentTable();
        private final Map<String, ContentTable> byIndex = new TreeMap<>();
        private final String name;

        Counting(HouseParts house, ContentTable table, String name) {
            this.house = house;
            this.table = table;
            this.name = name;
        }

        private List<Integer> own() {
            return numbers(own);
        }

        private List<Integer> numbers(ContentTable some) {
            var numbers = new ArrayList<Integer>(some.count());
            for (int i = 0; i < some.count(); i++) {
                numbers.add(table.find(some.digest(i)));
            }
            return numbers;
        }

        SuiteSize size() {
            var shared = own().stream().filter(number -> table.uses(number) > 1).toList();
            var parts = new ArrayList<Part>();
            byIndex.forEach((index, contents) -> parts.add(
                    new Part(component(index), architecture(index), contents.count(), bytes(numbers(contents)))));
            return new SuiteSize(name, own.count(), bytes(own()), shared.size(), bytes(shared), parts);
        }

        private long bytes(List<Integer> numbers) {
            return numbers.stream().mapToLong(table::size).sum();
        }

        @Override
        public void releaseFile(Blob blob) {
            take(Optional.of(blob.digest()), Optional.empty());
        }

        @Override
        public void member(String path, Expectation promise) throws IOException {
            take(NamedContents.digest(house.catalog(), promise), Optional.empty());
        }

        @Override
        public void pool(String index, String archiveRoot, String path, Expectation promise) throws IOException {
            take(NamedContents.digest(house.catalog(), promise), Optional.of(index));
        }

        private void take(Optional<Digest> digest, Optional<String> index) {
            if (digest.isEmpty() || table.find(digest.get()) < 0) {
                return;
            }
            own.add(digest.get());
            index.ifPresent(path ->
                    byIndex.computeIfAbsent(path, each -> new ContentTable()).add(digest.get()));
        }

        /** {@code main} of {@code main/binary-amd64/Packages}. */
        private static String component(String index) {
            int slash = index.lastIndexOf('/');
            int before = slash < 0 ? -1 : index.lastIndexOf('/', slash - 1);
            return before < 0 ? "" : index.substring(0, before);
        }

        /** {@code amd64} of the same, {@code source} of {@code main/source/Sources}. */
        private static String architecture(String index) {
            int slash = index.lastIndexOf('/');
            var directory = slash < 0 ? "" : index.substring(index.lastIndexOf('/', slash - 1) + 1, slash);
            return directory.startsWith("binary-") ? directory.substring("binary-".length()) : directory;
        }
    }
}
