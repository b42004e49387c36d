package org.aptheke.store.sql;

import static org.aptheke.store.sql.SqlCatalogFixture.digest;
import static org.aptheke.store.sql.SqlCatalogFixture.key;
import static org.aptheke.store.sql.SqlCatalogFixture.response;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.cache.CacheKey;
import org.aptheke.store.ContentCensus.NamedContent;
import org.aptheke.store.FileSearch.Page;
import org.aptheke.store.FileSearch.Wanted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqlFileSearchTest {
    private static final int ROWS = 30;

    @TempDir
    Path directory;

    private SqlCatalog catalog;
    private SqlFileSearch search;

    @BeforeEach
    void open() throws IOException {
        var file = directory.resolve("catalog.db");
        catalog = SqlCatalog.open(file, SqlCatalog.Settings.DEFAULT, () -> SqlCatalogFixture.NOON, event -> {});
        for (int i = 0; i < ROWS; i++) {
            catalog.put(response(i, i));
        }
        catalog.flush();
        search = SqlFileSearch.in(file);
    }

    @AfterEach
    void close() throws IOException {
        search.close();
        catalog.close();
    }

    @Test
    void search_all_pageByPageIsEachOnceInOrderOfFileNames() throws IOException {
        var found = new ArrayList<String>();
        Optional<CacheKey> after = Optional.empty();
        int pages = 0;
        do {
            var page = search.search(new Wanted("", "", after, 7));
            found.addAll(keys(page));
            after = page.next();
            pages++;
        } while (after.isPresent());

        assertThat(pages).isEqualTo(5);
        assertThat(found).hasSize(ROWS).doesNotHaveDuplicates();
        assertThat(found.stream().map(key -> key.substring(key.lastIndexOf('/'))))
                .isSorted();
    }

    @Test
    void search_beginningOfName_findsTheseAlone() throws IOException {
        var page = search.search(new Wanted("package-2_", "", Optional.empty(), 7));

        assertThat(keys(page)).containsExactly(key(2).text());
        assertThat(page.next()).isEmpty();
    }

    @Test
    void search_partOfKeyInAnotherCase_findsWhatHasIt() throws IOException {
        assertThat(keys(search.search(new Wanted("", "P/PACKAGE-7/", Optional.empty(), 7))))
                .containsExactly(key(7).text());
        assertThat(search.search(new Wanted("", "nothing", Optional.empty(), 7)))
                .isEqualTo(new Page(List.of(), Optional.empty()));
    }

    @Test
    void withDigest_beginningOfOne_findsIt() throws IOException {
        var hex = digest(3).toHex();

        assertThat(search.withDigest(hex, 9))
                .extracting(found -> found.response().key())
                .containsExactly(key(3));
        assertThat(search.withDigest(hex.substring(0, 10), 9))
                .extracting(found -> found.response().key())
                .containsExactly(key(3));
    }

    @Test
    void count_moreThanCounted_isUnknown() throws IOException {
        assertThat(search.count("", ROWS)).isEqualTo(OptionalLong.of(ROWS));
        assertThat(search.count("", ROWS - 1)).isEqualTo(OptionalLong.empty());
        assertThat(search.count("package-2_", 9)).isEqualTo(OptionalLong.of(1));
    }

    /** Without it, each page of a large store would sort all of it. */
    @Test
    void search_sql_usesTheIndexAlone() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("catalog.db"));
                var statement = connection.prepareStatement("EXPLAIN QUERY PLAN " + SqlFileSearch.KEYS_SQL)) {
            for (int i = 1; i <= 4; i++) {
                statement.setString(i, "a");
            }
            statement.setInt(5, 1);
            try (var rows = statement.executeQuery()) {
                var plan = new ArrayList<String>();
                while (rows.next()) {
                    plan.add(rows.getString("detail"));
                }
                assertThat(plan).singleElement().asString().contains("response_by_file_name");
            }
        }
    }

    private static List<String> keys(Page page) {
        return page.found().stream()
                .map(NamedContent::response)
                .map(response -> response.key().text())
                .toList();
    }
}
