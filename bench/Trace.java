import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A made-up trace: files with sizes as those of packages, half of them below 70 KB and a few of hundreds of megabytes, and
 * which of them is asked for, by Zipf. The same at each call.
 *
 * @param sizes of the files, by number
 * @param asked numbers of files, in order
 */
record Trace(long[] sizes, int[] asked) {
    private static final double EXPONENT = 0.9;
    private static final int DRIFT_EVERY = 40;
    private static final long DRIFT_BY = 7;

    /** How often what was asked for was there, and the bytes of it. */
    record Hits(long requests, long bytes) {}

    /**
     * Files of so many bytes together, asked for so often.
     *
     * @param drifting files come up and go down the ranks in the course of time
     */
    static Trace of(long totalBytes, int requests, boolean drifting) {
        var random = new Random(1);
        long[] sizes = sizes(random, totalBytes);
        return new Trace(sizes, asked(random, sizes.length, requests, drifting));
    }

    private static long[] sizes(Random random, long totalBytes) {
        var sizes = new long[1 << 20];
        int count = 0;
        for (long total = 0; total < totalBytes; total += sizes[count++]) {
            double size = Math.exp(Math.log(70e3) + 2.0 * random.nextGaussian());
            sizes[count] = (long) Math.clamp(size, 1_000, 500e6);
        }
        return Arrays.copyOf(sizes, count);
    }

    private static int[] asked(Random random, int files, int requests, boolean drifting) {
        double[] sums = new double[files];
        double sum = 0;
        for (int i = 0; i < files; i++) {
            sum += 1 / Math.pow(i + 1, EXPONENT);
            sums[i] = sum;
        }
        int[] shuffled = shuffled(random, files);
        int[] asked = new int[requests];
        for (int i = 0; i < requests; i++) {
            int found = Arrays.binarySearch(sums, random.nextDouble() * sum);
            int rank = Math.min(files - 1, found < 0 ? -found - 1 : found);
            long shift = drifting ? i / DRIFT_EVERY * DRIFT_BY : 0;
            asked[i] = shuffled[(int) ((rank + shift) % files)];
        }
        return asked;
    }

    private static int[] shuffled(Random random, int files) {
        int[] shuffled = IntStream.range(0, files).toArray();
        for (int i = files - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int moved = shuffled[i];
            shuffled[i] = shuffled[other];
            shuffled[other] = moved;
        }
        return shuffled;
    }

    /** As many of the first requests as ask for so many bytes together. */
    Trace upTo(long bytes) {
        int count = 0;
        for (long sum = 0; count < asked.length && sum < bytes; count++) {
            sum += sizes[asked[count]];
        }
        return new Trace(sizes, Arrays.copyOf(asked, count));
    }

    /** What a cache of that size would have had that removes one by one, and exactly, what was used least lately. */
    Hits byLastUse(long budget) {
        var kept = new LinkedHashMap<Integer, Long>(16, 0.75f, true);
        long used = 0;
        long requests = 0;
        long bytes = 0;
        for (int number : asked) {
            if (kept.get(number) != null) {
                requests++;
                bytes += sizes[number];
            } else if (sizes[number] <= budget) {
                kept.put(number, sizes[number]);
                used += sizes[number];
                while (used > budget) {
                    used -= kept.pollFirstEntry().getValue();
                }
            }
        }
        return new Hits(requests, bytes);
    }
}
