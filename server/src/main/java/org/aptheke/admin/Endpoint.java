package org.aptheke.admin;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.aptheke.access.Role;

/**
 * One thing that can be asked of this listener: an entry of the table from which everything is registered.
 *
 * @param path with parameters in braces, as Javalin has them
 * @param role the least that is needed for it; empty when it is for everybody, logged in or not
 * @param handler called only for those who may
 * @param summary one line for the description of the API, without a full stop
 * @param questions what may stand behind the question mark: names with their meanings
 */
record Endpoint(
        HandlerType method,
        String path,
        Optional<Role> role,
        Handler handler,
        String summary,
        Map<String, String> questions) {
    Endpoint {
        questions = Collections.unmodifiableMap(new LinkedHashMap<>(questions));
    }

    Endpoint(HandlerType method, String path, Optional<Role> role, Handler handler, String summary) {
        this(method, path, role, handler, summary, Map.of());
    }

    /** The same, with a parameter behind the question mark. */
    Endpoint asking(String name, String meaning) {
        var more = new LinkedHashMap<>(questions);
        more.put(name, meaning);
        return new Endpoint(method, path, role, handler, summary, more);
    }

    /** Something to look at. */
    static Endpoint get(String path, Role role, String summary, Handler handler) {
        return new Endpoint(HandlerType.GET, path, Optional.of(role), handler, summary);
    }

    /** Something that changes something. */
    static Endpoint post(String path, Role role, String summary, Handler handler) {
        return new Endpoint(HandlerType.POST, path, Optional.of(role), handler, summary);
    }

    /** Something that takes a content of any length. */
    static Endpoint put(String path, Role role, String summary, Handler handler) {
        return new Endpoint(HandlerType.PUT, path, Optional.of(role), handler, summary);
    }

    /** Something to look at for everybody, such as the page to log in at. */
    static Endpoint openGet(String path, String summary, Handler handler) {
        return new Endpoint(HandlerType.GET, path, Optional.empty(), handler, summary);
    }

    /** Something that everybody may send, such as a name and a password. */
    static Endpoint openPost(String path, String summary, Handler handler) {
        return new Endpoint(HandlerType.POST, path, Optional.empty(), handler, summary);
    }

    /** Whether it is more than looking. */
    boolean changes() {
        return !method.equals(HandlerType.GET) && !method.equals(HandlerType.HEAD);
    }
}
