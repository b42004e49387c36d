package org.aptheke.repo.apt;

import java.util.List;
import java.util.stream.Stream;
import org.aptheke.digest.DigestAlgorithm;

/** A field that has digests of one algorithm. */
record DigestField(FieldName name, DigestAlgorithm algorithm) {
    /** {@code MD5Sum}, {@code SHA1} … and the suffix, as in {@code SHA256-History}. */
    static List<DigestField> withSuffix(String suffix) {
        return Stream.of(DigestAlgorithm.values())
                .map(algorithm -> new DigestField(FieldName.of(algorithm.repositoryName() + suffix), algorithm))
                .toList();
    }

    static DigestField of(String name, DigestAlgorithm algorithm) {
        return new DigestField(FieldName.of(name), algorithm);
    }
}
