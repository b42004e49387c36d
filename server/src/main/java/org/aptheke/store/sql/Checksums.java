package org.aptheke.store.sql;

import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.Digest;
import org.aptheke.digest.DigestAlgorithm;

/**
 * Which content has a checksum of another algorithm. What is noted is found at once, in memory until it is in the
 * database. Safe for use by many threads.
 */
final class Checksums {
    private static final String FIND_SQL = "SELECT digest FROM content_checksum WHERE algorithm = ? AND checksum = ?";
    private static final String PUT_SQL = "INSERT INTO content_checksum (algorithm, checksum, digest) VALUES (?, ?, ?)"
            + " ON CONFLICT (algorithm, checksum) DO UPDATE SET digest = excluded.digest";

    private final ConcurrentMap<Checksum, Digest> pending = new ConcurrentHashMap<>();

    /** The name that this content has for the store, and a checksum of it. */
    record Noted(Checksum checksum, Digest content) {}

    /** To be written later. */
    void note(Noted noted) {
        pending.put(noted.checksum(), noted.content());
    }

    Optional<Digest> find(Checksum checksum, ReadPool reads) throws SQLException {
        if (checksum.algorithm() == DigestAlgorithm.SHA256) {
            return Optional.of(Digest.ofHex(checksum.hex()));
        }
        var noted = pending.get(checksum);
        if (noted != null) {
            return Optional.of(noted);
        }
        return reads
                .read(session -> session.query(
                        FIND_SQL,
                        statement -> {
                            statement.setString(1, checksum.algorithm().repositoryName());
                            statement.setBytes(2, bytes(checksum));
                        },
                        row -> Digest.ofBytes(row.getBytes(1))))
                .stream()
                .findFirst();
    }

    void write(Noted noted, Session session) throws SQLException {
        session.update(PUT_SQL, statement -> {
            statement.setString(1, noted.checksum().algorithm().repositoryName());
            statement.setBytes(2, bytes(noted.checksum()));
            statement.setBytes(3, noted.content().toBytes());
        });
    }

    void committed(Noted noted) {
        pending.remove(noted.checksum(), noted.content());
    }

    private static byte[] bytes(Checksum checksum) {
        return HexFormat.of().parseHex(checksum.hex());
    }
}
