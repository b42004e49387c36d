package org.aptheke.console;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.aptheke.admin.SettingInForce;
import org.aptheke.proxy.OfflineSwitch;

/** The settings in force, with where each was said, and what can be switched while the program runs. */
final class SettingsPage implements Sheet.Middle {
    static final String LEAD =
            "As they are in force now. They are changed in the file; a reload (systemctl reload aptheke) puts them to work.";

    private final Supplier<List<SettingInForce>> settings;
    private final OfflineSwitch offline;

    SettingsPage(Supplier<List<SettingInForce>> settings, OfflineSwitch offline) {
        this.settings = settings;
        this.offline = offline;
    }

    /**
     * What its template shows.
     *
     * @param all whether defaults are shown too
     */
    record View(Frame frame, List<SettingInForce> settings, boolean all, String part, boolean isOffline) {
        View {
            settings = List.copyOf(settings);
        }

        String tab(boolean ofAll) {
            return Links.to("/settings", "show", ofAll ? "" : "said", "q", part);
        }
    }

    @Override
    public Optional<String> render(Frame frame) {
        boolean all = !frame.visit().asked("show").equals("said");
        var part = frame.visit().asked("q").strip();
        var shown = settings.get().stream()
                .filter(setting -> all || !setting.isDefault())
                .filter(setting -> (setting.name() + " " + setting.value())
                        .toLowerCase(Locale.ROOT)
                        .contains(part.toLowerCase(Locale.ROOT)))
                .toList();
        return Optional.of(Templates.render("settings", new View(frame, shown, all, part, offline.isOn())));
    }
}
