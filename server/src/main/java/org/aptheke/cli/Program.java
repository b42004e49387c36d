package org.aptheke.cli;

import org.aptheke.config.Settings;

/** The program as its commands see it. */
public interface Program {
    /**
     * Starts everything, once, and returns when clients are served.
     *
     * @throws StartFailure when it cannot be started as the operator wishes; nothing is left running then
     */
    Running start(Settings settings) throws StartFailure;

    /** What it keeps in its data directory about origins that redirect to https. */
    SecureOriginBook secureOrigins();
}
