package org.aptheke.fetch;

import java.io.IOException;
import org.aptheke.cache.StoredResponse;

/** What a fetch means to one of its readers. */
public sealed interface FetchOutcome {
    /** A response arrives; its content is read through the reader, or from where the whole begins to be of use. */
    record Arriving(FetchHead head, FetchReader reader, boolean collapsed) implements FetchOutcome {}

    /** The stored response was validated, and is refreshed in the store. */
    record NotModified(StoredResponse refreshed, boolean collapsed) implements FetchOutcome {}

    /** What is stored under the key is not what the plan was made on: it is to be decided again. */
    record Overtaken() implements FetchOutcome {}

    /** Nothing came. */
    record Failed(IOException cause) implements FetchOutcome {}
}
