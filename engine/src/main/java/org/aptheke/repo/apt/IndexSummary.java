package org.aptheke.repo.apt;

/**
 * What was in an index that was read to its end.
 *
 * @param stanzas packages, or source packages
 * @param entries files with a promise
 * @param commonDirectory the longest directory that all of the files are in, with a slash at its end; empty when they
 *     have none in common; {@link AptPath#flatRoot} needs it
 */
public record IndexSummary(long stanzas, long entries, String commonDirectory) {}
