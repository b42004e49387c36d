package org.aptheke.health;

import java.util.OptionalLong;

/**
 * How full the store is.
 *
 * @param usedBytes by blobs and kept parts; empty until that was counted
 * @param budgetBytes that it may have; empty where only the disk is the limit
 * @param usableBytes that the disk still has
 * @param keepFreeBytes of the disk that are left to others
 */
public record StoreRoom(OptionalLong usedBytes, OptionalLong budgetBytes, long usableBytes, long keepFreeBytes) {
    boolean isFull() {
        boolean budget =
                usedBytes.isPresent() && budgetBytes.isPresent() && usedBytes.getAsLong() >= budgetBytes.getAsLong();
        return budget || usableBytes <= keepFreeBytes;
    }
}
