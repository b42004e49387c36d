package org.aptheke.traffic;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Traffic of the last seconds, in a ring of numbers. Not thread-safe. */
final class Seconds {
    private final long[] numbers;
    private final long[] requests;
    private final long[] bytes;
    private final long[] savedBytes;

    Seconds(int seconds) {
        numbers = new long[seconds];
        requests = new long[seconds];
        bytes = new long[seconds];
        savedBytes = new long[seconds];
    }

    void count(long second, long sent, long saved) {
        int slot = Math.floorMod(second, numbers.length);
        if (numbers[slot] != second) {
            numbers[slot] = second;
            requests[slot] = 0;
            bytes[slot] = 0;
            savedBytes[slot] = 0;
        }
        requests[slot]++;
        bytes[slot] += sent;
        savedBytes[slot] += saved;
    }

    /** Those before the present one, oldest first, also such without traffic. */
    List<TrafficSecond> before(Instant now) {
        var list = new ArrayList<TrafficSecond>(numbers.length);
        long present = now.getEpochSecond();
        for (long second = present - numbers.length + 1; second < present; second++) {
            int slot = Math.floorMod(second, numbers.length);
            boolean known = numbers[slot] == second;
            list.add(new TrafficSecond(
                    Instant.ofEpochSecond(second),
                    known ? requests[slot] : 0,
                    known ? bytes[slot] : 0,
                    known ? savedBytes[slot] : 0));
        }
        return list;
    }
}
