package org.aptheke.cli;

import org.aptheke.config.Settings;

/** What {@code serve} starts. Called once, by one thread. */
public interface Program {
    /**
     * Starts everything and returns when clients are served.
     *
     * @throws StartFailure when it cannot be started as the operator wishes; nothing is left running then
     */
    Running start(Settings settings) throws StartFailure;
}
