package org.aptheke.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.digest.Digest;
import org.aptheke.digest.Digester;
import org.aptheke.http.Content;
import org.junit.jupiter.api.Test;

/** What every store of blobs does. */
public abstract class BlobStoreContract {
    protected abstract BlobSource source();

    protected abstract BlobSink sink();

    @Test
    void commit_someBytes_areFoundByDigest() throws IOException {
        var blob = store("hello, world");

        assertThat(blob).isEqualTo(new Blob(digestOf("hello, world"), 12));
        assertThat(read(source().open(blob.digest(), 12))).isEqualTo("hello, world");
    }

    @Test
    void commit_nothingWritten_storesTheEmptyBlob() throws IOException {
        var blob = store("");

        assertThat(blob).isEqualTo(new Blob(Digest.EMPTY, 0));
        assertThat(read(source().open(Digest.EMPTY, 0))).isEmpty();
    }

    @Test
    void commit_sameBytesTwice_keepsOne() throws IOException {
        var first = store("same");
        var second = store("same");

        assertThat(second).isEqualTo(first);
        assertThat(read(source().open(first.digest(), 4))).isEqualTo("same");
    }

    @Test
    void commit_beginsBehindZero_isABug() throws IOException {
        try (var deposit = sink().open(5, OptionalLong.of(10))) {
            deposit.write(bytes("world"));

            assertThatThrownBy(deposit::commit).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void commitFor_bytesThatNobodyElseBrought_areReserved() throws IOException {
        var blob = storeFor("vendor", "for members");

        assertThat(read(source().open(blob.digest(), 11))).isEqualTo("for members");
        assertThat(source().reservedFor(blob.digest())).contains("vendor");
        assertThat(source().reservedFor(storeFor("", "for nobody else").digest()))
                .contains("");
        assertThat(source().reservedFor(store("for all").digest())).isEmpty();
        assertThat(source().reservedFor(digestOf("never"))).isEmpty();
    }

    @Test
    void commitFor_bytesThatAreForAll_staySo() throws IOException {
        var digest = store("for all").digest();

        storeFor("vendor", "for all");

        assertThat(source().reservedFor(digest)).isEmpty();
    }

    @Test
    void commit_bytesThatWereReserved_areForAllFromThenOn() throws IOException {
        var digest = storeFor("vendor", "for members").digest();
        storeFor("other", "for members");
        assertThat(source().reservedFor(digest)).contains("vendor");

        store("for members");

        assertThat(source().reservedFor(digest)).isEmpty();
    }

    @Test
    void write_directBufferAndSlices_areTakenFromPositionToLimit() throws IOException {
        var direct = ByteBuffer.allocateDirect(200_000);
        for (int i = 0; i < 200_000; i++) {
            direct.put((byte) i);
        }
        direct.flip().position(10);
        var slice = ByteBuffer.wrap(new byte[] {9, 9, 1, 2, 3, 9}, 2, 3).slice();

        try (var deposit = sink().open(0, OptionalLong.empty())) {
            deposit.write(direct);
            deposit.write(slice);

            assertThat(deposit.end()).isEqualTo(199_993);
            assertThat(direct.hasRemaining()).isFalse();
            var all = readBytes(deposit.reader());
            assertThat(all[0]).isEqualTo((byte) 10);
            assertThat(all[199_989]).isEqualTo((byte) 199_999);
            assertThat(all).endsWith(1, 2, 3);
            var expected = new Digester();
            expected.update(ByteBuffer.wrap(all));
            assertThat(deposit.commit().digest()).isEqualTo(expected.current());
        }
    }

    @Test
    void open_neverStored_isEmpty() throws IOException {
        assertThat(source().open(digestOf("never"), 5)).isEmpty();
    }

    @Test
    void open_otherSize_isTreatedAsAbsent() throws IOException {
        var blob = store("hello");

        assertThat(source().open(blob.digest(), 6)).isEmpty();
    }

    @Test
    void open_closedTwice_doesNoHarmToOthers() throws IOException {
        var blob = store("hello");
        var first = source().open(blob.digest(), 5).orElseThrow();
        var second = source().open(blob.digest(), 5);

        first.close();
        first.close();

        assertThat(read(second)).isEqualTo("hello");
    }

    @Test
    void close_neitherCommittedNorKept_leavesNothing() throws IOException {
        String partial;
        try (var deposit = sink().open(0, OptionalLong.empty())) {
            deposit.write(bytes("hello"));
            partial = deposit.partial();
        }

        assertThat(source().open(digestOf("hello"), 5)).isEmpty();
        assertThat(source().openPartial(partial)).isEmpty();
        assertThat(sink().resume(partial, 0, OptionalLong.empty())).isEmpty();
    }

    @Test
    void reader_whileWritten_seesWhatEndCovers() throws IOException {
        try (var deposit = sink().open(0, OptionalLong.empty())) {
            deposit.write(bytes("hello"));
            try (var reader = deposit.reader()) {
                deposit.write(bytes(", world"));

                assertThat(reader.size()).isEqualTo(5);
                assertThat(readAt(reader, 5, (int) deposit.end() - 5)).isEqualTo(", world");
            }
        }
    }

    @Test
    void reader_afterCommitAndClose_staysReadable() throws IOException {
        var deposit = sink().open(0, OptionalLong.empty());
        deposit.write(bytes("hello"));
        var before = deposit.reader();
        deposit.commit();
        var after = deposit.reader();
        deposit.close();
        var late = deposit.reader();

        assertThat(read(Optional.of(before))).isEqualTo("hello");
        assertThat(read(Optional.of(after))).isEqualTo("hello");
        assertThat(read(Optional.of(late))).isEqualTo("hello");
    }

    @Test
    void reader_discarded_staysReadableForThoseWhoHaveIt() throws IOException {
        var deposit = sink().open(0, OptionalLong.empty());
        deposit.write(bytes("hello"));
        var reader = deposit.reader();
        deposit.close();

        assertThat(read(Optional.of(reader))).isEqualTo("hello");
        assertThatThrownBy(deposit::reader).isInstanceOf(IOException.class);
    }

    @Test
    void keep_resumed_goesOnWithTheSameDigest() throws IOException {
        String partial = keep(0, "hello");

        try (var deposit = sink().resume(partial, 0, OptionalLong.of(12)).orElseThrow()) {
            assertThat(deposit.partial()).isEqualTo(partial);
            assertThat(deposit.end()).isEqualTo(5);
            deposit.write(bytes(", world"));
            assertThat(deposit.commit().digest()).isEqualTo(digestOf("hello, world"));
        }

        assertThat(read(source().open(digestOf("hello, world"), 12))).isEqualTo("hello, world");
        assertThat(source().openPartial(partial)).isEmpty();
    }

    @Test
    void keep_beginsInTheMiddle_standsAtItsPositions() throws IOException {
        String partial = keep(7, "world");

        try (var file = source().openPartial(partial).orElseThrow()) {
            assertThat(file.size()).isEqualTo(12);
            assertThat(readAt(file, 7, 5)).isEqualTo("world");
        }
        try (var deposit = sink().resume(partial, 7, OptionalLong.empty()).orElseThrow()) {
            assertThat(deposit.first()).isEqualTo(7);
            assertThat(deposit.digester().current()).isEqualTo(digestOf("world"));
        }
    }

    @Test
    void resume_longerThanTheWhole_isCutToIt() throws IOException {
        String partial = keep(0, "hello, world and more");

        try (var deposit = sink().resume(partial, 0, OptionalLong.of(12)).orElseThrow()) {
            assertThat(deposit.end()).isEqualTo(12);
            assertThat(deposit.commit()).isEqualTo(new Blob(digestOf("hello, world"), 12));
        }
    }

    @Test
    void resume_whileAnotherWrites_isRefused() throws IOException {
        String partial = keep(0, "hello");

        try (var deposit = sink().resume(partial, 0, OptionalLong.empty()).orElseThrow()) {
            assertThat(sink().resume(partial, 0, OptionalLong.empty())).isEmpty();
            assertThat(deposit.end()).isEqualTo(5);
        }
    }

    @Test
    void resume_holdsNothingBehindFirst_isEmpty() throws IOException {
        String partial = keep(0, "hello");

        assertThat(sink().resume(partial, 5, OptionalLong.empty())).isEmpty();
        assertThat(sink().resume(partial, 0, OptionalLong.empty())).isPresent().hasValueSatisfying(this::close);
    }

    @Test
    void resume_nameThatIsNone_isEmpty() throws IOException {
        assertThat(sink().resume("../blobs", 0, OptionalLong.empty())).isEmpty();
        assertThat(source().openPartial("../blobs")).isEmpty();
        sink().discardPartial("../blobs");
    }

    @Test
    void discardPartial_kept_isGone() throws IOException {
        String partial = keep(0, "hello");

        sink().discardPartial(partial);
        sink().discardPartial(partial);

        assertThat(source().openPartial(partial)).isEmpty();
        assertThat(sink().resume(partial, 0, OptionalLong.empty())).isEmpty();
    }

    @Test
    void write_afterCommit_isABug() throws IOException {
        try (var deposit = sink().open(0, OptionalLong.empty())) {
            deposit.commit();

            assertThatThrownBy(() -> deposit.write(bytes("more"))).isInstanceOf(IllegalStateException.class);
        }
    }

    protected final Blob store(String text) throws IOException {
        try (var deposit = sink().open(0, OptionalLong.of(text.length()))) {
            deposit.write(bytes(text));
            return deposit.commit();
        }
    }

    protected final Blob storeFor(String holder, String text) throws IOException {
        try (var deposit = sink().open(0, OptionalLong.of(text.length()))) {
            deposit.write(bytes(text));
            return deposit.commitFor(holder);
        }
    }

    protected final String keep(long first, String text) throws IOException {
        try (var deposit = sink().open(first, OptionalLong.empty())) {
            deposit.write(bytes(text));
            deposit.keep();
            return deposit.partial();
        }
    }

    private void close(Deposit deposit) {
        try {
            deposit.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    public static Digest digestOf(String text) {
        var digester = new Digester();
        digester.update(bytes(text));
        return digester.current();
    }

    /** All of it; closes it. */
    public static String read(Optional<Content.OpenFile> file) throws IOException {
        return new String(readBytes(file.orElseThrow()), US_ASCII);
    }

    private static byte[] readBytes(Content.OpenFile opened) throws IOException {
        try (var file = opened) {
            return read(file, 0, (int) file.size());
        }
    }

    private static String readAt(Content.OpenFile file, long position, int count) throws IOException {
        return new String(read(file, position, count), US_ASCII);
    }

    private static byte[] read(Content.OpenFile file, long position, int count) throws IOException {
        var buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            assertThat(file.channel().read(buffer, position + buffer.position()))
                    .as("bytes at " + (position + buffer.position()))
                    .isPositive();
        }
        return buffer.array();
    }
}
