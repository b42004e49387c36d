package org.aptheke.store.sql;

import java.sql.SQLException;

/** What differs between databases. Safe for use by many threads. */
interface Database {
    /** A connection for the one thread that writes; statements outside a transaction commit by themselves. */
    Session openForWriting() throws SQLException;

    Session openForReading() throws SQLException;

    /** Begins a transaction that will write; {@code COMMIT} ends it. */
    void begin(Session session) throws SQLException;

    /** Makes all that was committed durable. */
    void sync(Session session) throws SQLException;

    /** Whether the database itself is broken, not only out of reach. */
    boolean isDamage(SQLException failure);

    /** Remembers damage for the next start. */
    void noteDamage();

    /** The folder of migrations, beside this class. */
    String migrations();

    /** For messages. */
    @Override
    String toString();
}
