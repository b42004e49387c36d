package org.aptheke.main;

import org.aptheke.cli.Program;
import org.aptheke.cli.Running;
import org.aptheke.cli.StartFailure;
import org.aptheke.config.Settings;

/** Builds the program from its parts, top to bottom. */
final class Wiring implements Program {
    @Override
    public Running start(Settings settings) throws StartFailure {
        throw new StartFailure("this build has no listener yet");
    }
}
