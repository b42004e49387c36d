package org.aptheke.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.digest.Digester;
import org.aptheke.jobs.LongWork;
import org.aptheke.jobs.Watch;

/** Reads files for their digests. Used by one thread. */
final class Reading {
    private static final int BUFFER_BYTES = 256 << 10;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Watch watch;

    Reading(Watch watch) {
        this.watch = watch;
    }

    /**
     * The digests of a file; of a content that the store has, no other than its name.
     *
     * @throws IOException when it cannot be read, or is no longer as long as it was
     */
    Candidate read(SourceFile file, Collection<DigestAlgorithm> also) throws IOException, InterruptedException {
        if (file.stored().isPresent()) {
            var digest = file.stored().get();
            return new Candidate(file, digest, List.of(Checksum.of(digest)));
        }
        var digester = digest(file.path(), file.size(), also);
        return new Candidate(file, digester.current(), digester.checksums());
    }

    private Digester digest(Path path, long size, Collection<DigestAlgorithm> also)
            throws IOException, InterruptedException {
        var digester = new Digester(also);
        long position = 0;
        var work = new LongWork(watch);
        try (var channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            while (channel.read(buffer.clear()) >= 0) {
                position += buffer.position();
                work.moved(buffer.position());
                digester.update(buffer.flip());
            }
        }
        if (position != size) {
            throw new IOException("it changes while it is read");
        }
        return digester;
    }
}
