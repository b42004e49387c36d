package org.aptheke.route;

import java.util.Optional;
import org.aptheke.http.Fields;

/** Whether a request is let in at all. */
public sealed interface Entry {
    /**
     * It is.
     *
     * @param fields of the request without what was meant for this proxy alone
     * @param user whose password it has; empty where none is wanted
     */
    record Admitted(Fields fields, Optional<String> user) implements Entry {}

    /** It is not. */
    record Refused(Route.Refused refusal) implements Entry {}

    /** Its password has to be looked at, which takes a while: {@link Entrance#examine}. */
    record Undecided() implements Entry {}
}
