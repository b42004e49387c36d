package org.aptheke.keep;

import static org.aptheke.suite.Release.stanza;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.aptheke.store.JobBook.Outcome;
import org.aptheke.suite.Release;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A year of a suite that changes every day, with clients that update and install every day, and expiry every week. */
@Timeout(300)
final class YearTest {
    private static final long SEED = 20260301;
    private static final int DAYS = 365;
    private static final int PACKAGES = 40;
    private static final int INSTALLS_A_DAY = 12;
    private static final String ARCHIVE = "deb.example.org/debian";
    private static final String STABLE = ARCHIVE + "/dists/stable";
    private static final String INDEX = "main/binary-amd64/Packages";

    private final Random random = new Random(SEED);
    private final int[] versions = new int[PACKAGES];
    private final Set<String> downloaded = new HashSet<>();
    private final List<String> downloadedAgain = new ArrayList<>();

    @TempDir
    Path directory;

    @Test
    void expire_everyWeekForAYear_keepsWhatClientsAskForAndTheDiskFlat() throws Exception {
        long removed = 0;
        var used = new ArrayList<Long>();
        try (var house = House.in(directory)) {
            for (int day = 0; day < DAYS; day++) {
                change(house, day);
                clients(house);
                house.pass(Duration.ofDays(1));
                if (day % 7 == 6) {
                    removed += House.count(house.run("expire"), Outcome.DONE);
                    used.add(house.world.blobs.countUsed());
                }
            }
            house.audit();
        }

        assertThat(downloadedAgain)
                .as("removed although a client asked for it later")
                .isEmpty();
        assertThat(removed).as("removed in a year").isGreaterThan(500);
        long spring = max(used.subList(10, 20));
        long winter = max(used.subList(used.size() - 10, used.size()));
        assertThat(winter).as("bytes in winter, %d in spring", spring).isLessThan(spring * 5 / 4);
    }

    private static long max(List<Long> values) {
        return values.stream().mapToLong(value -> value).max().orElseThrow();
    }

    /** Each day a tenth of the packages get a new version; the old one leaves the archive. */
    private void change(House house, int day) {
        var index = new StringBuilder("Day: " + day + "\n\n");
        for (int i = 0; i < PACKAGES; i++) {
            if (versions[i] == 0 || random.nextInt(10) == 0) {
                house.origin.remove(ARCHIVE + "/" + path(i));
                versions[i]++;
                house.origin.put(ARCHIVE + "/" + path(i), content(i), house.clock.instant());
            }
            index.append(stanza("name" + i, path(i), content(i)));
        }
        Release.of(house.clock.instant()).with(INDEX, index.toString()).publish(house.origin, STABLE);
    }

    private String path(int number) {
        return "pool/main/n/name" + number + "/name" + number + "_" + versions[number] + "_all.deb";
    }

    private byte[] content(int number) {
        return Samples.bytes(number * 1000L + versions[number], 4_000 + number * 100);
    }

    private void clients(House house) throws Exception {
        house.world.awaitIdle();
        house.get(1, STABLE + "/InRelease");
        house.world.awaitIdle();
        house.get(1, STABLE + "/" + INDEX);
        for (int i = 0; i < INSTALLS_A_DAY; i++) {
            // Some packages are wanted every day, some a few times in the year.
            int number = (int) (PACKAGES * Math.pow(random.nextDouble(), 3));
            install(house, ARCHIVE + "/" + path(number), content(number));
        }
    }

    private void install(House house, String url, byte[] content) throws Exception {
        long before = house.origin.requestsFor(url);
        assertThat(house.get(1, url)).isEqualTo(content);
        boolean fetched = house.origin.requestsFor(url) > before;
        if (fetched && !downloaded.add(url)) {
            downloadedAgain.add(url);
        }
    }
}
