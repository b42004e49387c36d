package org.aptheke.intake;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A bundle taken apart, to be put together as somebody would who wishes harm. For one thread. */
final class Tampering {
    private static final int LABEL_BYTES = 24;

    private final byte[] label;
    final List<Member> members = new ArrayList<>();

    /** A member of the archive. Immutable. */
    static final class Member {
        private final String name;
        private final byte[] bytes;

        Member(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes.clone();
        }

        String name() {
            return name;
        }

        byte[] bytes() {
            return bytes.clone();
        }

        Member flipped(int at) {
            var other = bytes();
            other[at] ^= 1;
            return new Member(name, other);
        }
    }

    Tampering(byte[] bundle) throws IOException {
        label = Arrays.copyOf(bundle, LABEL_BYTES);
        try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(archive(bundle)))) {
            var entry = tar.getNextEntry();
            while (entry != null) {
                members.add(new Member(entry.getName(), tar.readAllBytes()));
                entry = tar.getNextEntry();
            }
        }
    }

    /** The tar archive in it. */
    static byte[] archive(byte[] bundle) throws IOException {
        var rest = new ByteArrayInputStream(bundle, LABEL_BYTES, bundle.length - LABEL_BYTES);
        try (var plain = new ZstdInputStreamNoFinalizer(rest)) {
            return plain.readAllBytes();
        }
    }

    /** A bundle with another archive in it. */
    byte[] with(byte[] archive) throws IOException {
        var bundle = new ByteArrayOutputStream();
        bundle.writeBytes(label);
        try (var packed = new ZstdOutputStreamNoFinalizer(bundle)) {
            packed.write(archive);
        }
        return bundle.toByteArray();
    }

    /** The members as they are now, in an archive as this program would write it. */
    byte[] bundle() throws IOException {
        var archive = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(archive, 512)) {
            for (var member : members) {
                var entry = new TarArchiveEntry(member.name());
                entry.setSize(member.bytes().length);
                entry.setMode(0100644);
                entry.setIds(0, 0);
                entry.setNames("", "");
                entry.setModTime(0);
                tar.putArchiveEntry(entry);
                tar.write(member.bytes());
                tar.closeArchiveEntry();
            }
        }
        return with(archive.toByteArray());
    }
}
