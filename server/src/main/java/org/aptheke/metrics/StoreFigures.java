package org.aptheke.metrics;

import java.util.OptionalLong;

/**
 * How full the store is.
 *
 * @param used bytes of blobs and parts; empty until they were counted
 * @param budget bytes that may be used; empty where only the disk is the limit
 * @param mark bytes above which room is made; empty where only the disk is the limit
 * @param reserve bytes of the disk that are left free
 * @param usable bytes that can still be written there; empty where the disk does not say
 */
public record StoreFigures(
        OptionalLong used, OptionalLong budget, OptionalLong mark, long reserve, OptionalLong usable, int openFiles) {}
