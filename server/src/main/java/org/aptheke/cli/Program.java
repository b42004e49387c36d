package org.aptheke.cli;

import java.util.function.Consumer;
import org.aptheke.config.Configuration;
import org.aptheke.config.Settings;

/** The program as its commands see it. */
public interface Program {
    /**
     * Starts everything, once, and returns when clients are served.
     *
     * @throws StartFailure when it cannot be started as the operator wishes; nothing is left running then
     */
    Running start(Configuration configuration) throws StartFailure;

    /**
     * Reads the files that the settings name, as a start does, and puts none to use.
     *
     * @throws StartFailure when one cannot be used, naming it
     */
    void check(Settings settings) throws StartFailure;

    /**
     * Takes a cache into the store, while the program does not run.
     *
     * @param progress told now and then how far it is
     * @throws StartFailure when the store cannot be opened
     */
    TakenOver takeOver(Settings settings, OldCache cache, Consumer<String> progress) throws StartFailure;

    /** How files are sent to it. */
    FilePacking packing();

    /** What it keeps in its data directory about origins that redirect to https. */
    SecureOriginBook secureOrigins();

    /**
     * What is kept of a password of somebody who may log in.
     *
     * @throws IllegalArgumentException when it cannot be one, saying why
     */
    String hashPassword(String password);
}
