package org.aptheke.main;

import java.time.InstantSource;
import org.aptheke.cli.StartFailure;
import org.aptheke.config.Settings;
import org.aptheke.remap.Remaps;

/**
 * Settings together with what the files say that they name: whatever of them can fail has been done.
 *
 * @param remaps shared by what reads requests and what asks mirrors
 */
record Prepared(Settings settings, Remaps remaps) {
    /**
     * Reads what the settings name.
     *
     * @param before whose knowledge of mirrors lives on
     * @throws StartFailure when it cannot be used
     */
    static Prepared of(Settings settings, Remaps before, InstantSource clock) throws StartFailure {
        return new Prepared(
                settings, Remaps.of(MappedRemaps.of(settings.upstreams().remaps()), before, clock));
    }
}
