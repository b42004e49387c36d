package org.aptheke.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.http.HttpDate;
import org.aptheke.http.TargetUri;
import org.aptheke.remap.MirrorList;

/**
 * What apt-cacher-ng noted of a file, in the file beside it whose name ends with {@code .head}. Immutable.
 *
 * <pre>{@code
 * HTTP/1.1 200 OK
 * Content-Length: 94868
 * Last-Modified: Sat, 10 Jan 2026 11:59:59 GMT
 * X-Original-Source: http://deb.example.org/debian/dists/stable/InRelease
 * }</pre>
 *
 * @param ok whether the answer was a 200
 * @param length of the whole; none after the last answer was an error
 * @param lastModified as the origin wrote it
 * @param source where it came from in the end, behind all redirects
 */
record AcngHead(boolean ok, OptionalLong length, Optional<String> lastModified, Optional<TargetUri> source) {
    private static final int MOST_BYTES = 16 << 10;

    /** Empty when there is none, or it is none. */
    static Optional<AcngHead> beside(Path file) throws IOException {
        var head = file.resolveSibling(file.getFileName() + ".head");
        try {
            return Files.size(head) > MOST_BYTES
                    ? Optional.empty()
                    : Optional.of(of(Files.readString(head, StandardCharsets.ISO_8859_1)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    static AcngHead of(String text) {
        boolean ok = text.matches("(?s)HTTP/1\\.[01] 200\\b.*");
        OptionalLong length = OptionalLong.empty();
        Optional<String> modified = Optional.empty();
        Optional<TargetUri> source = Optional.empty();
        for (var line : text.lines().toList()) {
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).strip();
            switch (colon < 0 ? "" : line.substring(0, colon)) {
                case "Content-Length" -> {
                    if (value.matches("[0-9]{1,18}")) {
                        length = OptionalLong.of(Long.parseLong(value));
                    }
                }
                case "Last-Modified" ->
                    modified = Optional.of(value)
                            .filter(date -> HttpDate.parse(date).isPresent());
                case "X-Original-Source" -> source = MirrorList.url(value);
                default -> {}
            }
        }
        return new AcngHead(ok, length, modified, source);
    }

    SourceFile.Claim claim(long size) {
        if (!ok || length.isEmpty()) {
            return SourceFile.Claim.NOTHING;
        }
        return length.getAsLong() == size ? SourceFile.Claim.WHOLE : SourceFile.Claim.BROKEN_OFF;
    }
}
