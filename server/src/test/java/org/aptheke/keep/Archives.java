package org.aptheke.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.aptheke.digest.Digest;
import org.aptheke.suite.Release;
import org.aptheke.suite.SuiteWorld;
import org.aptheke.testkit.Samples;

/**
 * Two archives at an origin: a distribution that has one version of each package and drops the others at once, and a
 * vendor's that keeps all. Knows what was asked for, and by which of them.
 */
final class Archives {
    /** The largest file, in bytes. */
    static final int LARGEST = 8_000;

    private static final long SEED = 20260301;
    private static final int PACKAGES = 40;
    private static final int VENDORS = 6;
    private static final String DEBIAN = "deb.example.org/debian";
    private static final String VENDOR = "vendor.example/apt";
    private static final String INDEX = "main/binary-amd64/Packages";

    private final House house;
    private final Random random = new Random(SEED);
    private final int[] versions = new int[PACKAGES];
    private final Set<String> gone = new HashSet<>();
    private final Map<String, Instant> had = new HashMap<>();
    private int vendorVersion;

    Archives(House house) {
        this.house = house;
    }

    /** What an index says: the version of each package, and the newest of the vendor's. */
    record State(List<Integer> versions, int vendorVersion) {
        static final State NONE = new State(List.of(), 0);

        State {
            versions = List.copyOf(versions);
        }
    }

    /** A package file. */
    record File(String archive, int number, int version) {
        String url() {
            return archive + "/" + path();
        }

        String path() {
            return "pool/main/n/name" + number + "/name" + number + "_" + version + "_all.deb";
        }

        byte[] content() {
            return Samples.bytes(archive.hashCode() * 31L + number * 1000L + version, 4_000 + number * 100);
        }

        Digest digest() {
            return Digest.ofHex(Samples.sha256(content()));
        }
    }

    /** What came of asking for a file. */
    enum Answer {
        STORED,
        FETCHED_FIRST,
        FETCHED_AGAIN,
        /** It was stored once, and is nowhere now. */
        LOST,
        NEVER_THERE
    }

    /** Each day a tenth of the distribution's packages get a new version, and every tenth day all of the vendor's. */
    void change(int day) {
        var index = new StringBuilder("Day: " + day + "\n\n");
        for (int i = 0; i < PACKAGES; i++) {
            if (versions[i] == 0 || random.nextInt(10) == 0) {
                var old = new File(DEBIAN, i, versions[i]);
                house.origin.remove(old.url());
                gone.add(old.url());
                versions[i]++;
                publish(new File(DEBIAN, i, versions[i]));
            }
            index.append(stanza(new File(DEBIAN, i, versions[i])));
        }
        Release.of(house.clock.instant()).with(INDEX, index.toString()).publish(house.origin, DEBIAN + "/dists/stable");
        if (day % 10 == 0) {
            vendorVersion++;
            changeVendor();
        }
    }

    private void changeVendor() {
        var index = new StringBuilder();
        for (int i = 0; i < VENDORS; i++) {
            publish(new File(VENDOR, i, vendorVersion));
            for (int version = 1; version <= vendorVersion; version++) {
                index.append(stanza(new File(VENDOR, i, version)));
            }
        }
        Release.of(house.clock.instant()).with(INDEX, index.toString()).publish(house.origin, VENDOR + "/dists/stable");
    }

    private void publish(File file) {
        house.origin.put(file.url(), file.content(), house.clock.instant());
    }

    private static String stanza(File file) {
        return Release.stanza("name" + file.number(), file.path(), file.content());
    }

    /** Gets all indexes as a client. */
    State update(int client) throws Exception {
        for (var archive : List.of(DEBIAN, VENDOR)) {
            house.world.awaitIdle();
            house.get(client, archive + "/dists/stable/InRelease");
            house.world.awaitIdle();
            house.get(client, archive + "/dists/stable/" + INDEX);
        }
        var now = new ArrayList<Integer>();
        for (int version : versions) {
            now.add(version);
        }
        return new State(now, vendorVersion);
    }

    /**
     * What a client installs that knows such an index: some packages are wanted every day, some a few times in the year;
     * of the vendor's the newest, or one that is held back.
     */
    List<File> wanted(State known, int count) {
        var files = new ArrayList<File>();
        for (int i = 0; i < count; i++) {
            int number = (int) (PACKAGES * Math.pow(random.nextDouble(), 3));
            files.add(new File(DEBIAN, number, known.versions().get(number)));
        }
        int back = random.nextInt(4) == 0 ? 2 : 0;
        files.add(new File(VENDOR, random.nextInt(VENDORS), Math.max(1, known.vendorVersion() - back)));
        return files;
    }

    /** Whether it was used once, and by nobody for so long. */
    boolean isUnused(File file, Duration time) {
        var last = had.get(file.url());
        return last != null && last.plus(time).isBefore(house.clock.instant());
    }

    Answer get(int client, File file) throws Exception {
        boolean before = had.containsKey(file.url());
        if (gone.contains(file.url()) && !before) {
            return Answer.NEVER_THERE;
        }
        long asked = house.origin.requestsFor(file.url());
        var got = house.world.get(SuiteWorld.client(client), file.url());
        if (got.status() == 404) {
            assertThat(gone).as("what the origin does not have").contains(file.url());
            return Answer.LOST;
        }
        assertThat(got.bytes()).as(file.url()).isEqualTo(file.content());
        had.put(file.url(), house.clock.instant());
        // What the origin has no more can only come from the store, also when the origin was asked for a check.
        if (house.origin.requestsFor(file.url()) == asked || gone.contains(file.url())) {
            return Answer.STORED;
        }
        return before ? Answer.FETCHED_AGAIN : Answer.FETCHED_FIRST;
    }
}
