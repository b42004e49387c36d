/**
 * The catalogue in an SQL database: SQLite in a file beside the blobs, later PostgreSQL. The only package that knows
 * JDBC; what differs between databases is in {@code Sqlite} and in its folder of migrations. Start with
 * {@link org.aptheke.store.sql.SqlCatalog}.
 */
@NullMarked
package org.aptheke.store.sql;

import org.jspecify.annotations.NullMarked;
