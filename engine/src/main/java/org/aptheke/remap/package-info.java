/**
 * Mirrors of one repository under one name: which requests are meant for such a name, which mirror is asked, and which
 * one next when that fails. A target whose host is the name of a remap stands for the file wherever it comes from, so
 * that all ways to it share a key. Uses {@code http} and {@code origin}. Start with {@link org.aptheke.remap.Remap}.
 */
@NullMarked
package org.aptheke.remap;

import org.jspecify.annotations.NullMarked;
