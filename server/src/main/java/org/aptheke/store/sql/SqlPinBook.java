package org.aptheke.store.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.aptheke.digest.Digest;
import org.aptheke.store.PinBook;

/** The book of pinned contents, in the database of the catalogue, which has made its table. */
public final class SqlPinBook implements PinBook {
    private final BookConnection connection;

    SqlPinBook(Database database) {
        this.connection = new BookConnection(database, "the book of pinned contents");
    }

    /** The book in the file of an open {@link SqlCatalog}. */
    public static SqlPinBook in(Path file) {
        return new SqlPinBook(new Sqlite(file));
    }

    @Override
    public void pin(String owner, Collection<Digest> contents) throws IOException {
        changeEach(
                "INSERT INTO pin (owner, digest) VALUES (?, ?) ON CONFLICT (owner, digest) DO NOTHING",
                owner,
                contents);
        connection.sync();
    }

    @Override
    public void unpin(String owner, Collection<Digest> contents) throws IOException {
        changeEach("DELETE FROM pin WHERE owner = ? AND digest = ?", owner, contents);
    }

    @Override
    public void keepOnly(String owner, Set<Digest> contents) throws IOException {
        var given = new ArrayList<Digest>();
        connection.run(open -> open.forEach(
                "SELECT digest FROM pin WHERE owner = ?", statement -> statement.setString(1, owner), row -> {
                    var pinned = Digest.ofBytes(row.getBytes(1));
                    if (!contents.contains(pinned)) {
                        given.add(pinned);
                    }
                }));
        unpin(owner, given);
    }

    private void changeEach(String sql, String owner, Collection<Digest> contents) throws IOException {
        connection.change(open -> {
            for (var content : contents) {
                open.update(sql, statement -> {
                    statement.setString(1, owner);
                    statement.setBytes(2, content.toBytes());
                });
            }
        });
    }

    @Override
    public void unpinAll(String owner) throws IOException {
        connection.change(
                open -> open.update("DELETE FROM pin WHERE owner = ?", statement -> statement.setString(1, owner)));
    }

    @Override
    public boolean isPinned(Digest content) throws IOException {
        return !connection
                .with(open -> open.query(
                        "SELECT owner FROM pin WHERE digest = ? LIMIT 1",
                        statement -> statement.setBytes(1, content.toBytes()),
                        row -> row.getString(1)))
                .isEmpty();
    }

    @Override
    public List<String> ownersOf(Digest content) throws IOException {
        return connection.with(open -> open.query(
                "SELECT owner FROM pin WHERE digest = ? ORDER BY owner",
                statement -> statement.setBytes(1, content.toBytes()),
                row -> row.getString(1)));
    }

    @Override
    public Map<String, Long> owners() throws IOException {
        var owners = new TreeMap<String, Long>();
        connection.run(open -> open.forEach(
                "SELECT owner, count(*) FROM pin GROUP BY owner",
                none -> {},
                row -> owners.put(row.getString(1), row.getLong(2))));
        return Map.copyOf(owners);
    }

    @Override
    public void forEach(Consumer<Digest> each) throws IOException {
        connection.run(open -> open.forEach(
                "SELECT digest FROM pin", none -> {}, row -> each.accept(Digest.ofBytes(row.getBytes(1)))));
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
