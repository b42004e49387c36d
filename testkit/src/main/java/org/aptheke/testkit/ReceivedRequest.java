package org.aptheke.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request as an origin received it.
 *
 * @param fields the field lines in order, as {@code Name: value}, unchanged
 * @param head the head's bytes as ISO 8859-1, unchanged
 * @param connection the number of the connection, from 1 in the order of acceptance
 * @param receivedNanos {@link System#nanoTime} when the head was complete
 */
public record ReceivedRequest(
        String method,
        String target,
        String version,
        List<String> fields,
        String head,
        int connection,
        long receivedNanos) {

    public ReceivedRequest {
        fields = List.copyOf(fields);
    }

    static ReceivedRequest parse(String head, int connection, long receivedNanos) throws IOException {
        var lines = head.substring(0, head.length() - 4).split("\r\n", -1);
        var words = lines[0].split(" ", -1);
        if (words.length != 3) {
            throw new IOException("not a request line: " + lines[0]);
        }
        var fields = new ArrayList<String>();
        for (int i = 1; i < lines.length; i++) {
            fields.add(lines[i]);
        }
        return new ReceivedRequest(words[0], words[1], words[2], fields, head, connection, receivedNanos);
    }

    /** The value of the first field of that name, without surrounding blanks. */
    public Optional<String> field(String name) {
        return fieldValues(name).stream().findFirst();
    }

    public List<String> fieldValues(String name) {
        return FieldLines.values(fields, name);
    }

    /** The target without its query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}
