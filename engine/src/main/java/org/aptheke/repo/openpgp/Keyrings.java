package org.aptheke.repo.openpgp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The keys of several keyrings, and where each came from. Copies of one certificate count as one that says what they
 * all say: a key prolonged or revoked in one file is so in all. Immutable.
 */
public final class Keyrings {
    public static final Keyrings NONE = new Keyrings(List.of());

    private final List<Entry> entries;
    private final Map<KeyId, List<Entry>> byKeyId = new HashMap<>();

    /**
     * A keyring and its place.
     *
     * @param place for a person, such as the path of the file
     */
    public record Source(String place, Keyring keyring) {}

    /** A key that may sign, its certificate, and the places where that stands. */
    record Entry(Fingerprint key, Certificate certificate, List<String> places) {
        Entry {
            places = List.copyOf(places);
        }
    }

    private Keyrings(List<Entry> entries) {
        this.entries = List.copyOf(entries);
        for (var entry : entries) {
            byKeyId.computeIfAbsent(entry.key().keyId(), id -> new ArrayList<>())
                    .add(entry);
        }
    }

    public static Keyrings of(List<Source> sources) {
        var merged = new LinkedHashMap<Fingerprint, List<Copy>>();
        for (var source : sources) {
            for (var certificate : source.keyring().certificates()) {
                merge(
                        merged.computeIfAbsent(certificate.primary(), primary -> new ArrayList<>()),
                        new Copy(certificate, List.of(source.place())));
            }
        }
        return new Keyrings(merged.values().stream()
                .flatMap(List::stream)
                .flatMap(Copy::entries)
                .toList());
    }

    /** These keys alone, with the subkeys of the primary ones among them; every other key is as good as unknown. */
    public Keyrings only(Set<Fingerprint> fingerprints) {
        return new Keyrings(entries.stream()
                .filter(entry -> fingerprints.contains(entry.key())
                        || fingerprints.contains(entry.certificate().primary()))
                .toList());
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The fingerprints of the primary keys. */
    public List<Fingerprint> fingerprints() {
        return entries.stream()
                .map(entry -> entry.certificate().primary())
                .distinct()
                .toList();
    }

    /** Where a key, primary or not, came from; empty when it is not known. */
    public List<String> places(Fingerprint key) {
        return find(key.keyId()).stream()
                .filter(entry -> entry.key().equals(key))
                .flatMap(entry -> entry.places().stream())
                .distinct()
                .toList();
    }

    List<Entry> find(KeyId id) {
        return byKeyId.getOrDefault(id, List.of());
    }

    private record Copy(Certificate certificate, List<String> places) {
        Stream<Entry> entries() {
            return certificate.signingKeys().stream().map(key -> new Entry(key, certificate, places));
        }
    }

    private static void merge(List<Copy> known, Copy added) {
        for (int i = 0; i < known.size(); i++) {
            var copy = known.get(i);
            var joined = copy.certificate().joined(added.certificate());
            if (joined.isPresent()) {
                known.set(i, new Copy(joined.get(), concat(copy.places(), added.places())));
                return;
            }
        }
        known.add(added);
    }

    private static List<String> concat(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).distinct().toList();
    }
}
