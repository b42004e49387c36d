package org.aptheke.repo.apt;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aptheke.digest.Checksum;

/**
 * What a release file says: of its suite, and of the files that it has for members. Nothing here says that anybody signed
 * it. Immutable.
 *
 * <p>As apt does it, only the first stanza counts. A release file that lists itself promises nothing of itself: the list
 * was made before the file was.
 */
public final class ReleaseFile {
    /** The largest that is read at all; apt refuses above 10 MB. */
    public static final int MAX_BYTES = 16 << 20;

    /** The largest of Debian and Ubuntu have some thousands. */
    public static final int MAX_MEMBERS = 200_000;

    private static final Set<String> TRUE = Set.of("yes", "true", "with", "on", "enable", "1");
    private static final Set<String> OWN_NAMES = Set.of("InRelease", "Release", "Release.gpg");

    private static final List<DigestField> MEMBERS = DigestField.withSuffix("");
    private static final FieldName ORIGIN = FieldName.of("Origin");
    private static final FieldName LABEL = FieldName.of("Label");
    private static final FieldName SUITE = FieldName.of("Suite");
    private static final FieldName CODENAME = FieldName.of("Codename");
    private static final FieldName VERSION = FieldName.of("Version");
    private static final FieldName DATE = FieldName.of("Date");
    private static final FieldName VALID_UNTIL = FieldName.of("Valid-Until");
    private static final FieldName ARCHITECTURES = FieldName.of("Architectures");
    private static final FieldName COMPONENTS = FieldName.of("Components");
    private static final FieldName ACQUIRE_BY_HASH = FieldName.of("Acquire-By-Hash");
    private static final FieldName NOT_AUTOMATIC = FieldName.of("NotAutomatic");
    private static final FieldName BUT_AUTOMATIC_UPGRADES = FieldName.of("ButAutomaticUpgrades");
    private static final FieldName SIGNED_BY = FieldName.of("Signed-By");
    private static final FieldName SNAPSHOTS = FieldName.of("Snapshots");

    private final Facts facts;
    private final MemberTable members;

    /**
     * What it says of the suite; fields that are not there, or empty, are absent.
     *
     * @param acquireByHash whether members can be asked for by the names under {@code by-hash}
     * @param signedBy as written: fingerprints, or a key itself
     * @param snapshots as written: where older states of the suite are
     */
    public record Facts(
            Optional<String> origin,
            Optional<String> label,
            Optional<String> suite,
            Optional<String> codename,
            Optional<String> version,
            Optional<Instant> date,
            Optional<Instant> validUntil,
            List<String> architectures,
            List<String> components,
            boolean acquireByHash,
            boolean notAutomatic,
            boolean butAutomaticUpgrades,
            Optional<String> signedBy,
            Optional<String> snapshots) {
        public Facts {
            architectures = List.copyOf(architectures);
            components = List.copyOf(components);
        }
    }

    private ReleaseFile(Facts facts, MemberTable members) {
        this.facts = facts;
        this.members = members;
    }

    /**
     * Reads the remaining bytes: of a {@code Release}, or what is signed of an {@code InRelease}
     * ({@link ClearSigned#payload}).
     */
    public static ReleaseFile parse(ByteBuffer payload) throws MalformedMetadataException {
        if (payload.remaining() > MAX_BYTES) {
            throw new MalformedMetadataException(
                    "a release file of %d bytes, more than the limit of %d".formatted(payload.remaining(), MAX_BYTES));
        }
        var stanza = StanzaReader.first(payload);
        var promises = new NamedPromises(MAX_MEMBERS);
        promises.add(stanza, MEMBERS);
        promises.byName().keySet().removeAll(OWN_NAMES);
        return new ReleaseFile(facts(stanza), MemberTable.of(promises.byName()));
    }

    public Facts facts() {
        return facts;
    }

    /** How many members there are. */
    public int memberCount() {
        return members.size();
    }

    /** All members, by path. */
    public Stream<Member> members() {
        return IntStream.range(0, members.size()).mapToObj(members::member);
    }

    /** The member at the path, which is relative to the release file's directory and in normal form. */
    public Optional<Member> member(String path) {
        return members.named(path);
    }

    /** The members that have this digest: several when files are equal, as empty ones are. By path. */
    public List<Member> membersWith(Checksum checksum) {
        return members.with(checksum);
    }

    /**
     * The member that a name under {@code by-hash} in this directory is of: the first by path, when several files of the
     * directory are equal. A directory of a release file's own is the empty one, others have a slash at their end.
     */
    public Optional<Member> memberWith(Checksum checksum, String directory) {
        return members.with(checksum).stream()
                .filter(member -> member.directory().equals(directory))
                .findFirst();
    }

    private static Facts facts(Stanza stanza) throws MalformedMetadataException {
        return new Facts(
                stanza.text(ORIGIN),
                stanza.text(LABEL),
                stanza.text(SUITE),
                stanza.text(CODENAME),
                stanza.text(VERSION),
                date(stanza, DATE),
                date(stanza, VALID_UNTIL),
                stanza.words(ARCHITECTURES),
                stanza.words(COMPONENTS),
                isTrue(stanza, ACQUIRE_BY_HASH),
                isTrue(stanza, NOT_AUTOMATIC),
                isTrue(stanza, BUT_AUTOMATIC_UPGRADES),
                stanza.text(SIGNED_BY),
                stanza.text(SNAPSHOTS));
    }

    private static Optional<Instant> date(Stanza stanza, FieldName name) throws MalformedMetadataException {
        var text = stanza.text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var date = ReleaseDate.parse(text.get());
        if (date.isEmpty()) {
            throw new MalformedMetadataException("the field %s is no date in UTC: %s"
                    .formatted(name, Slice.of(text.get()).shown()));
        }
        return date;
    }

    private static boolean isTrue(Stanza stanza, FieldName name) {
        return stanza.text(name)
                .map(value -> TRUE.contains(value.toLowerCase(Locale.ROOT)))
                .orElse(false);
    }
}
