package org.aptheke.trust;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.aptheke.files.FileStamp;
import org.aptheke.repo.openpgp.Keyring;

/**
 * A keyring as it was when its file was read.
 *
 * @param keyring empty when it could not be read
 * @param trouble why not; empty when it could
 */
record KeyringFile(Optional<FileStamp> stamp, Optional<Keyring> keyring, String trouble) {
    /** A keyring with all keys of a large distribution has 200 KiB. */
    private static final long MOST_BYTES = 16 << 20;

    /** Reads the file, unless {@code before} is what it would give. */
    static KeyringFile read(Path path, Optional<KeyringFile> before) {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            var stamp = FileStamp.of(attributes);
            if (before.isPresent() && before.get().isStill(stamp)) {
                return before.get();
            }
            if (!attributes.isRegularFile()) {
                return unreadable("not a regular file");
            }
            if (attributes.size() > MOST_BYTES) {
                return unreadable(
                        attributes.size() + " bytes, more than the " + MOST_BYTES + " that a keyring may have");
            }
            return new KeyringFile(Optional.of(stamp), Optional.of(Keyring.parse(Files.readAllBytes(path))), "");
        } catch (AccessDeniedException e) {
            return unreadable("this user may not read it");
        } catch (IOException e) {
            return unreadable(String.valueOf(e.getMessage()));
        }
    }

    /** What could not be read is tried again: more than its bytes may have changed, such as who may read it. */
    private boolean isStill(FileStamp found) {
        return keyring.isPresent() && stamp.equals(Optional.of(found));
    }

    private static KeyringFile unreadable(String trouble) {
        return new KeyringFile(Optional.empty(), Optional.empty(), trouble);
    }
}
