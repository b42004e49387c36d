package org.aptheke.suite;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.aptheke.store.Blob;
import org.aptheke.store.SuiteBook;

/** Suites as the book writes them. */
final class SuiteRows {
    private SuiteRows() {}

    static SuiteBook.SuiteRow suite(SuiteId id, SuiteState state) {
        return new SuiteBook.SuiteRow(
                id.directory(),
                state.base().toString(),
                state.askedAt(),
                state.checkedAt(),
                state.current().map(Generation::number));
    }

    static List<SuiteBook.GenerationRow> generations(SuiteId id, SuiteState state) {
        return state.generations().stream()
                .map(generation -> new SuiteBook.GenerationRow(
                        id.directory(),
                        generation.number(),
                        byFileName(generation.files()),
                        generation.adoptedAt(),
                        generation.supersededAt(),
                        generation.verdict(),
                        generation.known(),
                        generation.datesTell()))
                .toList();
    }

    private static Map<String, Blob> byFileName(Map<ReleaseName, Blob> files) {
        var named = new HashMap<String, Blob>();
        files.forEach((name, blob) -> named.put(name.fileName(), blob));
        return named;
    }

    static Map<ReleaseName, Blob> byName(Map<String, Blob> files) {
        var named = new HashMap<ReleaseName, Blob>();
        files.forEach((fileName, blob) -> ReleaseName.of(fileName).ifPresent(name -> named.put(name, blob)));
        return named;
    }
}
