package org.aptheke.repo.apt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.repo.Expectation;

/**
 * The members of a release file in few arrays: about 130 bytes for a member with two digests, where a map of values takes
 * 700, and many generations of many suites are in memory. Sorted by name; found by name and by digest in logarithmic
 * time, whatever the names and digests are, as hashes of them could be made to collide. Immutable.
 */
final class MemberTable {
    /** The digests of one algorithm. */
    private static final class Column {
        final DigestAlgorithm algorithm;
        final byte[] digests;
        final BitSet present = new BitSet();
        /** The first four bytes of a digest and the number of its member, in one number each, sorted. */
        final long[] order;

        Column(DigestAlgorithm algorithm, List<Promised> members) {
            this.algorithm = algorithm;
            int length = algorithm.bytes();
            digests = new byte[members.size() * length];
            var places = new long[members.size()];
            int count = 0;
            for (int i = 0; i < members.size(); i++) {
                if (members.get(i).has(algorithm)) {
                    members.get(i).copyDigest(algorithm, digests, i * length);
                    present.set(i);
                    places[count++] = prefix(digests, i * length) | i;
                }
            }
            order = Arrays.copyOf(places, count);
            Arrays.sort(order);
        }

        /** The first place in the order with this prefix or a larger one. */
        int from(byte[] digest) {
            int place = Arrays.binarySearch(order, prefix(digest, 0));
            return place < 0 ? -place - 1 : place;
        }

        boolean isOf(int member, byte[] digest) {
            int at = member * digest.length;
            return Arrays.equals(digests, at, at + digest.length, digest, 0, digest.length);
        }

        /** The first four bytes of a digest, above room for the number of a member. */
        static long prefix(byte[] bytes, int at) {
            int first = bytes[at] << 24
                    | (bytes[at + 1] & 0xff) << 16
                    | (bytes[at + 2] & 0xff) << 8
                    | (bytes[at + 3] & 0xff);
            return (long) first << 32;
        }
    }

    private final byte[] names;
    private final int[] nameEnds;
    private final long[] sizes;
    private final List<Column> columns;

    private MemberTable(List<byte[]> sortedNames, List<Promised> members) {
        nameEnds = new int[members.size()];
        sizes = new long[members.size()];
        names = new byte[sortedNames.stream().mapToInt(name -> name.length).sum()];
        int end = 0;
        for (int i = 0; i < nameEnds.length; i++) {
            byte[] name = sortedNames.get(i);
            System.arraycopy(name, 0, names, end, name.length);
            end += name.length;
            nameEnds[i] = end;
            sizes[i] = members.get(i).size().orElseThrow();
        }
        var present = new ArrayList<Column>();
        for (var algorithm : DigestAlgorithm.values()) {
            if (members.stream().anyMatch(member -> member.has(algorithm))) {
                present.add(new Column(algorithm, members));
            }
        }
        columns = List.copyOf(present);
    }

    static MemberTable of(Map<String, Promised> byName) {
        var sorted = new TreeMap<byte[], Promised>(Arrays::compareUnsigned);
        byName.forEach((name, promised) -> sorted.put(name.getBytes(StandardCharsets.UTF_8), promised));
        return new MemberTable(List.copyOf(sorted.keySet()), List.copyOf(sorted.values()));
    }

    int size() {
        return nameEnds.length;
    }

    Member member(int number) {
        var sums = new ArrayList<Checksum>(columns.size());
        for (var column : columns) {
            if (column.present.get(number)) {
                int length = column.algorithm.bytes();
                String hex = HexFormat.of().formatHex(column.digests, number * length, (number + 1) * length);
                sums.add(new Checksum(column.algorithm, hex));
            }
        }
        return new Member(name(number), new Expectation(sums, OptionalLong.of(sizes[number])));
    }

    Optional<Member> named(String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        int low = 0;
        int high = nameEnds.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Arrays.compareUnsigned(names, nameStart(middle), nameEnds[middle], wanted, 0, wanted.length);
            if (order == 0) {
                return Optional.of(member(middle));
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    /** All members with that digest, by name. */
    List<Member> with(Checksum checksum) {
        var found = new ArrayList<Member>();
        byte[] digest = HexFormat.of().parseHex(checksum.hex());
        for (var column : columns) {
            if (column.algorithm == checksum.algorithm()) {
                long prefix = Column.prefix(digest, 0);
                for (int i = column.from(digest); i < column.order.length; i++) {
                    int member = (int) column.order[i];
                    if ((column.order[i] & 0xffff_ffff_0000_0000L) != prefix) {
                        break;
                    }
                    if (column.isOf(member, digest)) {
                        found.add(member(member));
                    }
                }
            }
        }
        return found;
    }

    private String name(int number) {
        int from = nameStart(number);
        return new String(names, from, nameEnds[number] - from, StandardCharsets.UTF_8);
    }

    private int nameStart(int number) {
        return number == 0 ? 0 : nameEnds[number - 1];
    }
}
