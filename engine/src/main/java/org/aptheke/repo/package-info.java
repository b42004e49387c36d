/**
 * What package repositories are made of. Pure knowledge without I/O; may use the words of {@code http} and
 * {@code digest} only. Start with {@link org.aptheke.repo.ResourceKind}.
 */
@NullMarked
package org.aptheke.repo;

import org.jspecify.annotations.NullMarked;
