package org.aptheke.admin;

import java.io.IOException;
import java.util.Optional;

/** A page for people. Safe for use by many threads. */
public interface Page {
    /** Where it is, with parameters in braces. */
    String path();

    /** It as HTML; empty when there is nothing of that name. */
    Optional<String> html(Visit visit) throws IOException;
}
