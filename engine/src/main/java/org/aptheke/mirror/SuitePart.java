package org.aptheke.mirror;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.aptheke.digest.Digest;
import org.aptheke.suite.SuiteFiles;

/** What is to be done for one suite of a mirror. Used by the thread of a run. */
final class SuitePart {
    private final MirrorUnderWay mirror;
    private final String owner;
    private final SuiteFiles files;
    private final Set<Digest> kept = new HashSet<>();
    private final Queue<Wanted> missing = new ArrayDeque<>();
    private final List<String> usedMembers;

    /** @param usedMembers without which no newer release is to be adopted */
    SuitePart(MirrorUnderWay mirror, String owner, SuiteFiles files, List<String> usedMembers) {
        this.mirror = mirror;
        this.owner = owner;
        this.files = files;
        this.usedMembers = usedMembers;
    }

    MirrorUnderWay mirror() {
        return mirror;
    }

    String owner() {
        return owner;
    }

    /** All contents that the mirror is to keep of it, as far as their names in the store are known. */
    Set<Digest> kept() {
        return kept;
    }

    /** What is still to be brought. */
    Queue<Wanted> missing() {
        return missing;
    }

    /** Says what is there, so that clients find it checked, and newer releases do not go without it. */
    void noteArrived() {
        files.arrived(usedMembers);
    }
}
