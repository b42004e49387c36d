package org.aptheke.intake;

/**
 * What is asked of a run.
 *
 * @param mayShare whether blobs may be other names of the files
 * @param pin whether what is taken stays for good
 * @param keepUnmatched whether packages that no index names yet are taken too
 * @param remove whether files are removed from where they were once they are taken
 */
record Order(boolean mayShare, boolean pin, boolean keepUnmatched, boolean remove) {}
