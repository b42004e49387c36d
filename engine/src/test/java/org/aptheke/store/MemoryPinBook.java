package org.aptheke.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.aptheke.digest.Digest;

/** A book of pinned contents in memory, which outlives its closing. */
public final class MemoryPinBook implements PinBook {
    private final Map<String, Set<Digest>> pins = new TreeMap<>();

    @Override
    public synchronized void pin(String owner, Collection<Digest> contents) {
        pins.computeIfAbsent(owner, name -> new HashSet<>()).addAll(contents);
    }

    @Override
    public synchronized void unpin(String owner, Collection<Digest> contents) {
        pins.computeIfPresent(owner, (name, pinned) -> {
            pinned.removeAll(contents);
            return pinned.isEmpty() ? null : pinned;
        });
    }

    @Override
    public synchronized void keepOnly(String owner, Set<Digest> contents) {
        pins.computeIfPresent(owner, (name, pinned) -> {
            pinned.retainAll(contents);
            return pinned.isEmpty() ? null : pinned;
        });
    }

    @Override
    public synchronized void unpinAll(String owner) {
        pins.remove(owner);
    }

    @Override
    public synchronized boolean isPinned(Digest content) {
        return pins.values().stream().anyMatch(pinned -> pinned.contains(content));
    }

    @Override
    public synchronized List<String> ownersOf(Digest content) {
        return pins.entrySet().stream()
                .filter(pinned -> pinned.getValue().contains(content))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public synchronized Map<String, Long> owners() {
        var owners = new HashMap<String, Long>();
        pins.forEach((owner, pinned) -> owners.put(owner, (long) pinned.size()));
        return owners;
    }

    @Override
    public synchronized void forEach(Consumer<Digest> each) {
        pins.values().forEach(pinned -> pinned.forEach(each));
    }

    @Override
    public void close() {}
}
