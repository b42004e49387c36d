package org.aptheke.admin;

import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** The description of the API, made from the table of endpoints, so that it cannot miss one (OpenAPI 3.1). */
final class OpenApi {
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-zA-Z]+)}");
    private static final String API = "/api/";

    private OpenApi() {}

    static String of(List<Endpoint> endpoints, String version) {
        var root = Json.object().put("openapi", "3.1.0");
        root.putObject("info")
                .put("title", "Aptheke")
                .put("version", version)
                .put(
                        "description",
                        "Everything that the console and the commands of Aptheke show and do. Answers are JSON; with"
                                + " \"Accept: text/plain\" they are tables for people. Errors are problem details (RFC 9457)."
                                + " Long lists come in pages: \"next\" is the cursor of the next one.");
        root.putArray("servers").addObject().put("url", "/");
        var paths = root.putObject("paths");
        for (var endpoint : endpoints) {
            if (endpoint.path().startsWith(API)) {
                var path = paths.has(endpoint.path())
                        ? (ObjectNode) paths.get(endpoint.path())
                        : paths.putObject(endpoint.path());
                path.set(endpoint.method().name().toLowerCase(Locale.ROOT), operation(endpoint));
            }
        }
        problem(root.putObject("components").putObject("schemas").putObject("Problem"));
        return Json.pretty(root);
    }

    private static ObjectNode operation(Endpoint endpoint) {
        var node = Json.object()
                .put("summary", endpoint.summary())
                .put(
                        "x-role",
                        endpoint.role()
                                .map(role -> role.name().toLowerCase(Locale.ROOT))
                                .orElse("none"));
        var parameters = node.putArray("parameters");
        PARAMETER
                .matcher(endpoint.path())
                .results()
                .forEach(found -> parameters
                        .addObject()
                        .put("name", found.group(1))
                        .put("in", "path")
                        .put("required", true)
                        .putObject("schema")
                        .put("type", "string"));
        endpoint.questions()
                .forEach((name, meaning) -> parameters
                        .addObject()
                        .put("name", name)
                        .put("in", "query")
                        .put("description", meaning)
                        .putObject("schema")
                        .put("type", "string"));
        if (endpoint.method().equals(HandlerType.POST)) {
            content(node.putObject("requestBody"), "application/json");
        }
        var responses = node.putObject("responses");
        content(responses.putObject("200").put("description", "What was asked for"), "application/json");
        content(responses.putObject("default").put("description", "Why not"), "application/problem+json")
                .put("$ref", "#/components/schemas/Problem");
        return node;
    }

    /** Its schema. */
    private static ObjectNode content(ObjectNode node, String type) {
        return node.putObject("content").putObject(type).putObject("schema");
    }

    private static void problem(ObjectNode node) {
        node.put("type", "object");
        var properties = node.putObject("properties");
        properties.putObject("title").put("type", "string");
        properties.putObject("status").put("type", "integer");
        properties.putObject("detail").put("type", "string");
    }
}
