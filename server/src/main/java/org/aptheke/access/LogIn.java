package org.aptheke.access;

import java.time.Duration;
import org.aptheke.origin.Secret;

/** What came of an attempt to log in. */
public sealed interface LogIn {
    /** A session has begun; {@code cookie} is what shows it. */
    record Begun(Secret cookie, Caller caller) implements LogIn {}

    /** Name or password are wrong; which of them is not said. */
    record Refused() implements LogIn {}

    /** Too many have failed; the next is looked at {@code after} that time. */
    record TooMany(Duration after) implements LogIn {}

    /** Too many passwords are being looked at right now. */
    record Busy() implements LogIn {}
}
