package org.aptheke.bundle;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Digest;
import org.aptheke.http.Scheme;

/**
 * A list as text. Lines of words, with one space between them; keys are as URLs have them and so without spaces.
 *
 * <pre>{@code
 * aptheke bundle 1
 * made 2026-03-01T12:00:00Z
 * since last
 * suite http deb.example.org/debian/dists/stable
 * content 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 1200
 * name 2026-03-01T11:00:00Z - deb.example.org/debian/dists/stable/InRelease
 * }</pre>
 */
final class BundleText {
    private static final String FIRST = "aptheke bundle 1";
    private static final int LONGEST_LINE = 8 << 10;

    private BundleText() {}

    /** Whether a text can be a word of the list: what clients ask for as something else is not exported. */
    static boolean isWord(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_LINE / 2
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    static byte[] write(BundleList list) {
        var text = new StringBuilder(FIRST).append('\n');
        line(text, "made", list.madeAt().truncatedTo(ChronoUnit.MILLIS));
        list.since().ifPresent(since -> line(text, "since", since));
        for (var suite : list.suites()) {
            line(text, "suite", suite.scheme() == Scheme.HTTPS ? "https" : "http", suite.directory());
        }
        for (var content : list.contents()) {
            line(text, "content", content.digest().toHex(), content.size());
            for (var name : content.names()) {
                line(
                        text,
                        "name",
                        name.receivedAt().truncatedTo(ChronoUnit.MILLIS),
                        name.lastModified().map(Object::toString).orElse("-"),
                        name.key());
            }
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void line(StringBuilder text, Object... words) {
        for (int i = 0; i < words.length; i++) {
            text.append(i == 0 ? "" : " ").append(words[i]);
        }
        text.append('\n');
    }

    /** @throws MalformedListException when it is anything else than {@link #write} makes */
    static BundleList read(byte[] bytes) throws MalformedListException {
        var reader =
                new Reader(new String(bytes, StandardCharsets.US_ASCII).lines().iterator());
        try {
            return reader.list();
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new MalformedListException("line " + reader.number + " of the list: " + e.getMessage(), e);
        }
    }

    /** Goes from line to line. */
    private static final class Reader {
        private final Iterator<String> lines;
        private String[] words = {""};
        private int number;

        Reader(Iterator<String> lines) {
            this.lines = lines;
            next();
        }

        /** Goes on; behind the last line is an empty word. */
        private void next() {
            var line = lines.hasNext() ? lines.next() : "";
            number++;
            if (line.length() > LONGEST_LINE) {
                throw new IllegalArgumentException("longer than " + LONGEST_LINE);
            }
            words = line.split(" ", 6);
        }

        private boolean at(String first, int count) {
            if (!words[0].equals(first)) {
                return false;
            }
            if (words.length != count) {
                throw new IllegalArgumentException(words.length + " words, not " + count);
            }
            return true;
        }

        BundleList list() throws MalformedListException {
            if (!String.join(" ", words).equals(FIRST)) {
                throw new MalformedListException("the list is of another version");
            }
            next();
            if (!at("made", 2)) {
                throw new IllegalArgumentException("when it was made is missing");
            }
            var madeAt = Instant.parse(words[1]);
            next();
            Optional<String> since = Optional.empty();
            if (at("since", 2)) {
                since = Optional.of(words[1]);
                next();
            }
            var suites = new ArrayList<BundleList.Origin>();
            while (at("suite", 3)) {
                suites.add(new BundleList.Origin(scheme(words[1]), key(words[2]).text()));
                next();
            }
            var contents = contents();
            if (!words[0].isEmpty() || lines.hasNext()) {
                throw new IllegalArgumentException("nothing that belongs there");
            }
            return new BundleList(madeAt, since, suites, contents);
        }

        private List<BundleList.Packed> contents() {
            var contents = new ArrayList<BundleList.Packed>();
            while (at("content", 3)) {
                var digest = Digest.ofHex(words[1]);
                long size = Long.parseLong(words[2]);
                if (size < 0 || contents.size() == BundleList.MOST_CONTENTS) {
                    throw new IllegalArgumentException("out of bounds");
                }
                next();
                var names = new ArrayList<BundleList.Name>();
                while (at("name", 4)) {
                    names.add(new BundleList.Name(
                            key(words[3]),
                            Instant.parse(words[1]),
                            words[2].equals("-") ? Optional.empty() : Optional.of(Instant.parse(words[2]))));
                    next();
                }
                contents.add(new BundleList.Packed(digest, size, names));
            }
            return contents;
        }

        private static Scheme scheme(String word) {
            return switch (word) {
                case "http" -> Scheme.HTTP;
                case "https" -> Scheme.HTTPS;
                default -> throw new IllegalArgumentException("no scheme: " + word);
            };
        }

        /** What was got with credentials is never exported, and a key that says so is none that may come from elsewhere. */
        private static CacheKey key(String word) {
            var key = new CacheKey(word);
            if (!isWord(word) || word.indexOf('/') <= 0 || key.credential().isPresent()) {
                throw new IllegalArgumentException("no name of a file: " + word);
            }
            return key;
        }
    }
}
