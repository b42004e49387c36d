package org.aptheke.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.aptheke.jobs.JobRefusedException;

/** Where a bundle is written to. Used by one thread. */
sealed interface Destination {
    /** Begins; what is written is complete only when it is closed. */
    OutputStream open() throws IOException;

    /** What tells this one from others that are under way. */
    String token();

    /** All of it was written. */
    void done() throws IOException;

    /** It is not to be written, or not to its end. */
    void undone() throws IOException;

    /** Whether what was written stays there, as far as this program can tell. */
    boolean isLasting();

    /** A file of this machine: written beside its place, and moved there when it is whole. */
    record ToFile(Path file) implements Destination {
        private Path beside() {
            return file.resolveSibling("." + file.getFileName() + ".part");
        }

        /** @throws JobRefusedException when there is no room for so many bytes, or nothing can be written there */
        static ToFile of(Path file, long bytes) throws IOException {
            var directory = file.getParent();
            if (directory == null || !Files.isWritable(directory) || Files.isDirectory(file)) {
                throw new JobRefusedException(
                        file + ": this program cannot write there; \"aptheke export FILE\" writes as who calls it");
            }
            long free = directory.toFile().getUsableSpace();
            if (free < bytes) {
                throw new JobRefusedException(
                        file + ": there is no room: " + free + " bytes are free, the bundle may have " + bytes);
            }
            return new ToFile(file);
        }

        @Override
        public OutputStream open() throws IOException {
            return Files.newOutputStream(
                    beside(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
        }

        @Override
        public String token() {
            return "0";
        }

        @Override
        public void done() throws IOException {
            try (var channel = FileChannel.open(beside(), StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(beside(), file, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void undone() throws IOException {
            Files.deleteIfExists(beside());
        }

        @Override
        public boolean isLasting() {
            return true;
        }
    }

    /** A stream that somebody reads elsewhere. */
    record ToStream(Handover<OutputStream>.Lent lent) implements Destination {
        @Override
        public OutputStream open() {
            return new Flushed(lent.stream());
        }

        @Override
        public String token() {
            return lent.token();
        }

        @Override
        public void done() {
            lent.giveBack();
        }

        @Override
        public void undone() {
            lent.giveBack();
        }

        @Override
        public boolean isLasting() {
            return false;
        }
    }

    /** A stream that is another's to close. */
    final class Flushed extends OutputStream {
        private final OutputStream to;

        Flushed(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int one) throws IOException {
            to.write(one);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            to.write(bytes, offset, count);
        }

        @Override
        public void flush() throws IOException {
            to.flush();
        }

        @Override
        public void close() throws IOException {
            to.flush();
        }
    }
}
