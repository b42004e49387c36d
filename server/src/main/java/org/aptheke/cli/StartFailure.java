package org.aptheke.cli;

/** The program cannot start, or not take new settings, for a reason the operator can change. The message is one line for a person. */
public final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * A failure with nothing behind it.
     *
     * @param message names the thing, its value and the remedy: {@code 127.0.0.1:3142: the port is taken ...}
     */
    public StartFailure(String message) {
        super(message);
    }

    public StartFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** The line for the person. */
    public String line() {
        return String.valueOf(getMessage()).replaceAll("\\s*\\R\\s*", " ");
    }
}
