package org.aptheke.admin;

import io.javalin.http.Context;
import java.util.List;
import org.aptheke.access.Role;
import org.aptheke.proxy.OfflineSwitch;

/** The part of the API that says whether origins are asked. */
final class OfflineRoutes implements EndpointGroup {
    private final OfflineSwitch offline;

    OfflineRoutes(OfflineSwitch offline) {
        this.offline = offline;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/offline", Role.VIEW, "Whether origins are not asked", this::show),
                Endpoint.post("/api/v1/offline", Role.OPERATE, "Sets whether origins are not asked", this::set));
    }

    private void show(Context context) {
        boolean on = offline.isOn();
        Answers.send(context, () -> on ? "offline\n" : "online\n", () -> "{\"offline\": " + on + "}\n");
    }

    /** The content is {@code {"offline": true}}. */
    private void set(Context context) {
        var asked = Asked.of(context).yesOrNo("offline");
        if (asked.isPresent()) {
            offline.set(asked.get());
            show(context);
        } else {
            throw new Asked.UnclearException("offline is missing; it is to be true or false.");
        }
    }
}
