package org.aptheke.admin;

import java.util.ArrayList;
import java.util.List;
import org.aptheke.keep.SuiteSize;
import tools.jackson.databind.json.JsonMapper;

/** What suites take, as JSON and for people. */
final class SuiteSizes {
    private static final JsonMapper JSON = new JsonMapper();

    private SuiteSizes() {}

    static String json(Paged<SuiteSize> sizes) {
        var root = sizes.describe(JSON.createObjectNode());
        var array = root.putArray("suites");
        for (var size : sizes.items()) {
            var node = array.addObject()
                    .put("suite", size.suite())
                    .put("files", size.files())
                    .put("bytes", size.bytes())
                    .put("sharedFiles", size.sharedFiles())
                    .put("sharedBytes", size.sharedBytes());
            var parts = node.putArray("parts");
            size.parts()
                    .forEach(part -> parts.addObject()
                            .put("component", part.component())
                            .put("architecture", part.architecture())
                            .put("files", part.files())
                            .put("bytes", part.bytes()));
        }
        return root.toPrettyString() + "\n";
    }

    static String text(List<SuiteSize> sizes) {
        if (sizes.isEmpty()) {
            return "No suite is known yet: none was asked for.\n";
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("SUITE", "COMPONENT", "ARCHITECTURE", "FILES", "SIZE", "SHARED"));
        for (var size : sizes) {
            rows.add(List.of(
                    size.suite(),
                    "",
                    "",
                    String.valueOf(size.files()),
                    Sizes.of(size.bytes()),
                    Sizes.of(size.sharedBytes())));
            for (var part : size.parts()) {
                rows.add(List.of(
                        "",
                        part.component(),
                        part.architecture(),
                        String.valueOf(part.files()),
                        Sizes.of(part.bytes()),
                        ""));
            }
        }
        return new Columns(rows).text();
    }
}
