package org.aptheke.jobs;

import java.io.IOException;

/** A job cannot be done as it was asked for. The message is one line for the person who asked. */
public final class JobRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    public JobRefusedException(String message) {
        super(message);
    }
}
