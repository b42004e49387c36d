package org.aptheke.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.aptheke.digest.Digest;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.digest.Digester;
import org.aptheke.http.Content;
import org.aptheke.store.Blob;
import org.aptheke.store.BlobSink;
import org.aptheke.store.Deposit;
import org.aptheke.store.SpaceExhaustedException;

/** A sink whose disk is full after so many bytes of each deposit; a negative number refuses at once. */
record FullSink(BlobSink sink, long room) implements BlobSink {
    @Override
    public Deposit open(long first, OptionalLong completeLength, Set<DigestAlgorithm> also) throws IOException {
        if (room < 0) {
            throw new SpaceExhaustedException("no room at all");
        }
        return new FullDeposit(sink.open(first, completeLength, also), room);
    }

    @Override
    public Optional<Deposit> resume(String partial, long first, OptionalLong completeLength, Set<DigestAlgorithm> also)
            throws IOException {
        return sink.resume(partial, first, completeLength, also);
    }

    @Override
    public boolean holds(Digest digest, long size) throws IOException {
        return sink.holds(digest, size);
    }

    @Override
    public void discardPartial(String partial) throws IOException {
        sink.discardPartial(partial);
    }

    private record FullDeposit(Deposit deposit, long room) implements Deposit {
        @Override
        public String partial() {
            return deposit.partial();
        }

        @Override
        public long first() {
            return deposit.first();
        }

        @Override
        public long end() {
            return deposit.end();
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            if (deposit.end() + bytes.remaining() <= room) {
                deposit.write(bytes);
                return;
            }
            int fits = (int) Math.max(0, room - deposit.end());
            deposit.write(bytes.slice(bytes.position(), fits));
            bytes.position(bytes.position() + fits);
            throw new SpaceExhaustedException("the disk is full");
        }

        @Override
        public Digester digester() {
            return deposit.digester();
        }

        @Override
        public Content.OpenFile reader() throws IOException {
            return deposit.reader();
        }

        @Override
        public Blob commit() throws IOException {
            return deposit.commit();
        }

        @Override
        public Blob commitFor(String holder) throws IOException {
            return deposit.commitFor(holder);
        }

        @Override
        public void keep() throws IOException {
            deposit.keep();
        }

        @Override
        public void close() throws IOException {
            deposit.close();
        }
    }
}
