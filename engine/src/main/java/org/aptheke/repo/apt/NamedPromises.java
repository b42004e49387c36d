package org.aptheke.repo.apt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.aptheke.digest.DigestAlgorithm;

/** Gathers what the lists of a file, one for each algorithm, say of files by name. For one thread. */
final class NamedPromises {
    private final int maxNames;
    private final Map<String, Promised> byName = new HashMap<>();
    private final PromiseLines lines = new PromiseLines();
    private final RelativeName names = new RelativeName();

    NamedPromises(int maxNames) {
        this.maxNames = maxNames;
    }

    /** Adds the lists of the stanza that are there. */
    void add(Stanza stanza, List<DigestField> lists) throws MalformedMetadataException {
        var value = new Slice();
        for (var list : lists) {
            if (stanza.read(list.name(), value)) {
                add(list, value);
            }
        }
    }

    /** By name, in no order. */
    Map<String, Promised> byName() {
        return byName;
    }

    private void add(DigestField list, Slice value) throws MalformedMetadataException {
        lines.open(value);
        try {
            while (lines.next()) {
                addLine(list.algorithm());
            }
        } catch (MalformedMetadataException e) {
            throw e.at(list.name() + ", " + lines.name().shown());
        }
    }

    private void addLine(DigestAlgorithm algorithm) throws MalformedMetadataException {
        String name = names.strictlyNormalised(lines.name()).text();
        var promised = byName.get(name);
        if (promised == null) {
            promised = new Promised();
            addName(name, promised);
        }
        promised.addSize(lines.size());
        promised.addDigest(algorithm, lines.digest());
    }

    private void addName(String name, Promised promised) throws MalformedMetadataException {
        if (name.indexOf('\ufffd') >= 0) {
            throw new MalformedMetadataException("not in UTF-8");
        }
        if (byName.size() == maxNames) {
            throw new MalformedMetadataException("lists more than %d files".formatted(maxNames));
        }
        byName.put(name, promised);
    }
}
