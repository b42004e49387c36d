package org.aptheke.admin;

import java.util.Optional;
import org.aptheke.suite.SuiteDetails;

/** What of one suite can be looked at and done. */
public interface SuiteDesk {
    /** Empty when there is no such suite. */
    Optional<SuiteDetails> details(String suite);

    /** Begins a check at the origin, unless one runs; false when there is no such suite. */
    boolean check(String suite);
}
