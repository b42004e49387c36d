package org.aptheke.admin;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.aptheke.access.Role;

/** The part of the API that shows the settings in force. */
final class ConfigRoutes implements EndpointGroup {
    private final Supplier<List<SettingInForce>> settings;

    ConfigRoutes(Supplier<List<SettingInForce>> settings) {
        this.settings = settings;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get(
                "/api/v1/config",
                Role.VIEW,
                "The settings in force without secrets, and where each was said",
                this::config));
    }

    private void config(Context context) {
        var all = settings.get();
        Answers.send(context, () -> text(all), () -> json(all));
    }

    private static String text(List<SettingInForce> settings) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("SETTING", "FROM", "VALUE"));
        settings.forEach(setting -> rows.add(List.of(setting.name(), setting.place(), setting.value())));
        return new Columns(rows).text();
    }

    private static String json(List<SettingInForce> settings) {
        var root = Json.object();
        var array = root.putArray("settings");
        for (var setting : settings) {
            array.addObject()
                    .put("name", setting.name())
                    .put("value", setting.value())
                    .put("from", setting.place())
                    .put("default", setting.isDefault());
        }
        return Json.pretty(root);
    }
}
