package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.Objects;
import org.aptheke.server.netty.Outlet.Sent;
import org.aptheke.server.netty.Outlet.Watcher;
import org.jspecify.annotations.Nullable;

/**
 * Answers of one connection that leave with one system call: leads and short heads are copied here, contents are taken
 * from where they are. Emptied before another connection of the event loop has its turn. For use by one thread.
 *
 * <p>Each piece has a place in a vector as {@code writev(2)} wants it: address and length, eight octets each, which is
 * right on all systems that Netty's epoll is for. An answer has its own places: a lead begins a new one, and what is copied
 * behind it lengthens it.
 */
final class Gathering {
    private static final int PLACES = 64;
    private static final int PLACE_BYTES = 16;
    private static final int MOST_COPIED = 1024;
    private static final int MOST_PLACES_OF_AN_ANSWER = 3;
    private static final int ROOM = 32 << 10;

    private final ByteBuffer copied = ByteBuffer.allocateDirect(ROOM);
    private final long copiedAddress = Buffer.memoryAddress(copied);
    private final ByteBuffer vector =
            ByteBuffer.allocateDirect(PLACES * PLACE_BYTES).order(ByteOrder.nativeOrder());
    private final long vectorAddress = Buffer.memoryAddress(vector);

    /** Whose bytes they are; null for those that were copied. */
    private final @Nullable ReadyAnswer[] owners = new ReadyAnswer[PLACES];

    private final int[] begins = new int[PLACES];
    private final int[] lengths = new int[PLACES];
    private int places;

    private final @Nullable Sent[] ends = new Sent[PLACES];
    /** The places up to which the answer of an end goes. */
    private final int[] endPlaces = new int[PLACES];

    private int endCount;

    boolean isEmpty() {
        return places == 0;
    }

    /** Whether one more answer fits for certain. */
    boolean hasRoom() {
        return places + MOST_PLACES_OF_AN_ANSWER <= PLACES
                && copied.remaining() >= Lead.MOST_BYTES + MOST_PLACES_OF_AN_ANSWER * MOST_COPIED;
    }

    void add(Lead lead) {
        int begin = copied.position();
        lead.putInto(copied);
        place(null, begin, copied.position() - begin, copiedAddress + begin);
    }

    void add(ReadyAnswer answer, int from, int count) {
        if (count > MOST_COPIED) {
            place(answer, from, count, answer.address() + from);
            return;
        }
        int begin = copied.position();
        answer.copyInto(copied, from, count);
        if (owners[places - 1] == null) {
            setLength(places - 1, lengths[places - 1] + count);
        } else {
            place(null, begin, count, copiedAddress + begin);
        }
    }

    void end(Sent sent) {
        ends[endCount] = sent;
        endPlaces[endCount++] = places;
    }

    /**
     * Writes what it can; returns how many bytes the kernel took.
     *
     * @throws IOException when the connection is gone
     */
    long writeTo(FileDescriptor socket, boolean moreFollows) throws IOException {
        if (places > 1) {
            return socket.writevAddresses(vectorAddress, places);
        }
        long address = vector.getLong(0);
        return moreFollows ? MoreToCome.send(socket, address, lengths[0]) : socket.writeAddress(address, 0, lengths[0]);
    }

    /** Tells the watcher what was taken and hands the rest on; empty after that. Returns whether there was a rest. */
    boolean depart(long taken, Watcher watcher, ChannelOutlet queue) {
        int allPlaces = places;
        int allEnds = endCount;
        // Before anybody is told: whoever hears of the last answer may end the connection.
        places = 0;
        endCount = 0;
        copied.clear();
        long left = taken;
        int place = 0;
        boolean rest = false;
        for (int i = 0; i <= allEnds; i++) {
            // What has no end yet goes ahead of something else.
            int until = i < allEnds ? endPlaces[i] : allPlaces;
            while (place < until && left >= lengths[place]) {
                left -= lengths[place++];
            }
            boolean gone = place == until;
            while (place < until) {
                queue.give(rest(place++, (int) left, queue.allocator()));
                left = 0;
                rest = true;
            }
            if (i < allEnds) {
                tell(take(i), gone, watcher, queue);
            }
        }
        Arrays.fill(owners, 0, allPlaces, null);
        return rest;
    }

    /** The connection is gone, and nothing of it will be sent. */
    void giveUp(Watcher watcher) {
        int all = endCount;
        places = 0;
        endCount = 0;
        copied.clear();
        for (int i = 0; i < all; i++) {
            watcher.sent(take(i).inVain(), new ClosedChannelException());
        }
    }

    private static void tell(Sent sent, boolean gone, Watcher watcher, ChannelOutlet queue) {
        if (gone) {
            watcher.sent(sent, null);
        } else {
            queue.end(sent);
        }
    }

    private Sent take(int end) {
        var sent = Objects.requireNonNull(ends[end]);
        ends[end] = null;
        return sent;
    }

    /** The bytes of a place that the kernel did not take, to be released by the caller. */
    private ByteBuf rest(int place, int skipped, ByteBufAllocator allocator) {
        int begin = begins[place] + skipped;
        int count = lengths[place] - skipped;
        var owner = owners[place];
        return owner != null
                ? owner.slice(begin, count)
                : allocator.directBuffer(count).writeBytes(copied.slice(begin, count));
    }

    private void place(@Nullable ReadyAnswer owner, int begin, int length, long address) {
        owners[places] = owner;
        begins[places] = begin;
        vector.putLong(places * PLACE_BYTES, address);
        setLength(places++, length);
    }

    private void setLength(int place, int length) {
        lengths[place] = length;
        vector.putLong(place * PLACE_BYTES + Long.BYTES, length);
    }
}
