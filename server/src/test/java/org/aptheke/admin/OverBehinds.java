package org.aptheke.admin;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What tests begin with that ask an API of their own each. */
abstract class OverBehinds {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path directory;

    Behinds behinds;

    @BeforeEach
    void open() throws Exception {
        behinds = new Behinds(directory);
    }

    @AfterEach
    void close() throws Exception {
        behinds.close();
    }

    final JsonNode json(String path) throws Exception {
        return parsed(behinds.json(path));
    }

    static JsonNode parsed(String json) {
        return JSON.readTree(json);
    }
}
