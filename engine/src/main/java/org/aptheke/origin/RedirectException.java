package org.aptheke.origin;

import java.io.IOException;

/** The origin's redirects lead nowhere: a loop, too many of them, or back from https to http. */
public final class RedirectException extends IOException {
    private static final long serialVersionUID = 1;

    public RedirectException(String message) {
        super(message);
    }
}
