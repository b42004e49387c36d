package org.aptheke.fetch;

import java.io.IOException;
import org.aptheke.cache.StoredResponse;

/** What became of a promised content that was to be brought into the store. */
public sealed interface Brought {
    /** It is in the store, whole and as promised, and filed. */
    record Stored(StoredResponse response) implements Brought {}

    /** All sources refused it, the first of them with this status: 404 only when none has it. */
    record Refused(int status) implements Brought {}

    /** It could not be had, was another than promised ({@link DigestMismatchException}), or could not be stored. */
    record Failed(IOException cause) implements Brought {}
}
