package org.aptheke.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Digest;
import org.aptheke.digest.Digester;
import org.aptheke.http.Fields;
import org.aptheke.http.HttpDate;
import org.aptheke.http.PercentEncoding;
import org.aptheke.jobs.JobRefusedException;
import org.aptheke.jobs.LongWork;
import org.aptheke.jobs.Watch;
import org.aptheke.repo.codec.TarFiles;
import org.aptheke.store.BlobSink;

/**
 * Files that somebody has sent, as files that may be taken. They are in a directory of the store's under numbers, whatever
 * they are called; what the store has is not kept once more. Filled by one thread, then as it is.
 */
final class SentFiles implements FileSource {
    private static final int MOST_FILES = 1_000_000;
    private static final int BUFFER_BYTES = 256 << 10;

    private final Path directory;
    private final BlobSink sink;
    private final Optional<String> as;
    private final List<Sent> files = new ArrayList<>();

    /** A file that was read to its end. */
    private record Sent(Sighting seen, Digest digest, boolean stored) {}

    /** @param as the key of what the files are a copy of, without a slash at the end; empty when they are none */
    SentFiles(Path directory, BlobSink sink, Optional<String> as) {
        this.directory = directory;
        this.sink = sink;
        this.as = as;
    }

    /** Reads an archive of files to its end. */
    void fill(TarFiles archive, Watch watch) throws IOException, InterruptedException {
        var entry = archive.next();
        while (entry.isPresent()) {
            watch.giveWay();
            watch.doing("receives file " + (files.size() + 1));
            if (files.size() == MOST_FILES) {
                throw new JobRefusedException("more than " + MOST_FILES + " files at a time are not taken");
            }
            files.add(receive(entry.get(), archive, watch));
            entry = archive.next();
        }
        if (files.isEmpty()) {
            throw new JobRefusedException("no file was sent; files are sent in a tar archive");
        }
    }

    private Sent receive(TarFiles.Entry entry, TarFiles archive, Watch watch) throws IOException, InterruptedException {
        // A deposit that nothing is written to: whether there is room is known to the store alone.
        sink.open(0, OptionalLong.of(entry.size())).close();
        var path = directory.resolve(String.valueOf(files.size()));
        var digester = new Digester();
        try (var file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var buffer = new byte[BUFFER_BYTES];
            var work = new LongWork(watch);
            int count = archive.read(buffer);
            while (count >= 0) {
                digester.update(ByteBuffer.wrap(buffer, 0, count));
                var bytes = ByteBuffer.wrap(buffer, 0, count);
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                work.moved(count);
                count = archive.read(buffer);
            }
            if (file.size() != entry.size()) {
                throw new IOException("the archive of files breaks off");
            }
        }
        boolean stored = sink.holds(digester.current(), entry.size());
        if (stored) {
            Files.delete(path);
        } else {
            Files.setLastModifiedTime(path, FileTime.from(entry.modified()));
        }
        return new Sent(
                new Sighting(path, name(entry.name()), entry.size(), entry.modified()), digester.current(), stored);
    }

    /** For people, and for what it is a copy of: without what leads out of it. */
    private static String name(String text) {
        var name = text.replaceFirst("^(\\.?/)+", "");
        return name.isEmpty() ? "file" : name;
    }

    @Override
    public Iterator<Sighting> walk() {
        return files.stream().map(Sent::seen).iterator();
    }

    @Override
    public SourceFile file(Sighting seen) {
        var sent = files.get(Integer.parseInt(String.valueOf(seen.path().getFileName())));
        var date = HttpDate.format(seen.modified());
        var key = as.filter(_ -> !("/" + seen.name() + "/").contains("/../"))
                .map(top -> new CacheKey(top + PercentEncoding.encoded("/" + seen.name())));
        return new SourceFile(
                seen.path(),
                seen.name(),
                seen.size(),
                seen.modified(),
                key,
                SourceFile.Claim.NOTHING,
                key.isPresent() ? Fields.of("Last-Modified", date, "Date", date) : Fields.of("Date", date),
                sent.stored() ? Optional.of(sent.digest()) : Optional.empty());
    }

    @Override
    public List<String> remarks() {
        return List.of();
    }
}
