package org.aptheke.http;

import java.util.OptionalLong;

/** Positions and lengths in bytes, as ranges write them. */
final class Positions {
    private Positions() {}

    /** The number, or {@link Long#MAX_VALUE} when it is larger still; empty when the text is not digits only. */
    static OptionalLong parse(String digits) {
        if (digits.isEmpty()) {
            return OptionalLong.empty();
        }
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return OptionalLong.empty();
            }
            number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : number * 10 + digit;
        }
        return OptionalLong.of(number);
    }
}
