package org.aptheke.pool;

/**
 * The table of a file while it is built: it doubles when two of three slots would be taken. Not thread-safe.
 *
 * <p>A slot is one number: the upper half of the hash, then the position of the record; 0 when it is empty, since no
 * record is at 0. The first slot of a hash comes from the half that is kept, so the table grows without the paths.
 */
final class SlotTable {
    private static final int FIRST_BITS = 4;

    private int bits = FIRST_BITS;
    private long[] slots = new long[1 << FIRST_BITS];
    private int taken;

    static int tag(long hash) {
        return (int) (hash >>> 32);
    }

    static int firstSlot(int tag, int bits) {
        return tag >>> (32 - bits);
    }

    static int tagOf(long slot) {
        return (int) (slot >>> 32);
    }

    static long positionOf(long slot) {
        return slot & 0xffff_ffffL;
    }

    /** The number of the first slot, from that of the tag on, that has the tag or is empty. */
    int find(int tag) {
        return findFrom(firstSlot(tag, bits), tag);
    }

    /** The same behind this slot. */
    int findNext(int slot, int tag) {
        return findFrom(slot + 1, tag);
    }

    private int findFrom(int first, int tag) {
        int slot = first & (slots.length - 1);
        while (slots[slot] != 0 && tagOf(slots[slot]) != tag) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    /** The position of the record in this slot; 0 when it is empty. */
    long position(int slot) {
        return positionOf(slots[slot]);
    }

    /** Puts a record into a slot that is empty or has the same tag; numbers of slots are void afterwards. */
    void put(int slot, int tag, long position) {
        taken += slots[slot] == 0 ? 1 : 0;
        slots[slot] = (long) tag << 32 | position;
        if (3L * taken > 2L * slots.length) {
            grow();
        }
    }

    private void grow() {
        var old = slots;
        bits++;
        slots = new long[1 << bits];
        for (long slot : old) {
            if (slot != 0) {
                int at = firstSlot(tagOf(slot), bits);
                while (slots[at] != 0) {
                    at = (at + 1) & (slots.length - 1);
                }
                slots[at] = slot;
            }
        }
    }

    int bits() {
        return bits;
    }

    int taken() {
        return taken;
    }

    /** How many slots there are. */
    int size() {
        return slots.length;
    }

    long slot(int number) {
        return slots[number];
    }
}
