package org.aptheke.keep;

import java.util.Arrays;
import org.aptheke.digest.Digest;

/**
 * What is known of each content, in at most 80 bytes: a store may have millions. Entries are numbered from 0 in the order in which
 * they came, and found by their digest through a hash table of the numbers. Used by one thread.
 */
final class ContentTable {
    /** Its file is in the store. */
    static final int STORED = 1;
    /** A row of the catalogue names it. */
    static final int ENTERED = 2;
    /** A generation in use names it. */
    static final int NAMED = 4;
    /** It is a release file or an index of a generation in use: without it nobody knows what is named. */
    static final int ESSENTIAL = 8;
    /** Somebody wants it kept, used or not. */
    static final int PINNED = 16;
    /** Of its package a suite has so many newer versions that this one need not stay. */
    static final int OUTDATED = 32;
    /** A suite has it among its newest. */
    static final int NEWEST = 64;
    /** A known suite would name it, if it were still current: it is below the root of its archive. */
    static final int OF_AN_ARCHIVE = 128;
    /** Nobody knows whether it is named, because an index of its archive is missing. */
    static final int IN_DOUBT = 256;

    private static final int PAGE_BITS = 10;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int LONGS = 7;
    private static final int FIRST_SLOTS = 1 << 8;

    /** For each entry the four longs of its digest, its size, its last use, the time when it was stored. */
    private long[][] facts = new long[16][];

    /** For each entry how often it was used, and its flags. */
    private int[][] marks = new int[16][];

    /** Numbers of entries, plus one. */
    private int[] slots = new int[FIRST_SLOTS];

    private int count;

    int count() {
        return count;
    }

    /** The number of a content; -1 when it has none. */
    int find(Digest digest) {
        int mask = slots.length - 1;
        for (int slot = (int) digest.a() & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
            if (is(slots[slot] - 1, digest)) {
                return slots[slot] - 1;
            }
        }
        return -1;
    }

    private boolean is(int number, Digest digest) {
        var page = facts[number >> PAGE_BITS];
        int at = (number & (PAGE - 1)) * LONGS;
        return page[at] == digest.a()
                && page[at + 1] == digest.b()
                && page[at + 2] == digest.c()
                && page[at + 3] == digest.d();
    }

    /** The number of a content, which gets one when it has none. */
    int add(Digest digest) {
        int known = find(digest);
        if (known >= 0) {
            return known;
        }
        if (count * 2 >= slots.length) {
            rehash();
        }
        int number = count++;
        makePage(number >> PAGE_BITS);
        set(number, 0, digest.a());
        set(number, 1, digest.b());
        set(number, 2, digest.c());
        set(number, 3, digest.d());
        set(number, 6, Long.MAX_VALUE);
        enter(number, digest.a());
        return number;
    }

    private void makePage(int page) {
        if (page >= facts.length) {
            facts = Arrays.copyOf(facts, facts.length * 2);
            marks = Arrays.copyOf(marks, marks.length * 2);
        }
        if (facts[page] == null) {
            facts[page] = new long[PAGE * LONGS];
            marks[page] = new int[PAGE * 2];
        }
    }

    private void rehash() {
        slots = new int[slots.length * 2];
        for (int number = 0; number < count; number++) {
            enter(number, get(number, 0));
        }
    }

    private void enter(int number, long hash) {
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = number + 1;
    }

    private long get(int number, int fact) {
        return facts[number >> PAGE_BITS][(number & (PAGE - 1)) * LONGS + fact];
    }

    private void set(int number, int fact, long value) {
        facts[number >> PAGE_BITS][(number & (PAGE - 1)) * LONGS + fact] = value;
    }

    Digest digest(int number) {
        return new Digest(get(number, 0), get(number, 1), get(number, 2), get(number, 3));
    }

    long size(int number) {
        return get(number, 4);
    }

    void size(int number, long bytes) {
        set(number, 4, bytes);
    }

    /** In milliseconds since 1970; of what no row tells anything, when it was stored. */
    long lastUse(int number) {
        return has(number, ENTERED) ? get(number, 5) : storedAt(number);
    }

    void usedAt(int number, long millis) {
        set(number, 5, Math.max(millis, get(number, 5)));
    }

    /** When it was first stored, in milliseconds since 1970; far in the future when that is not known. */
    long storedAt(int number) {
        return get(number, 6);
    }

    void storedAt(int number, long millis) {
        set(number, 6, Math.min(millis, get(number, 6)));
    }

    long uses(int number) {
        return marks[number >> PAGE_BITS][(number & (PAGE - 1)) * 2];
    }

    void addUses(int number, long uses) {
        long sum = Math.min(Integer.MAX_VALUE, uses(number) + uses);
        marks[number >> PAGE_BITS][(number & (PAGE - 1)) * 2] = (int) sum;
    }

    boolean has(int number, int flag) {
        return (marks[number >> PAGE_BITS][(number & (PAGE - 1)) * 2 + 1] & flag) != 0;
    }

    void flag(int number, int flag) {
        marks[number >> PAGE_BITS][(number & (PAGE - 1)) * 2 + 1] |= flag;
    }
}
