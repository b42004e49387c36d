package org.aptheke.health;

/**
 * Why not all is well.
 *
 * @param about what is in trouble, such as a suite or a mirror
 * @param what is wrong
 * @param remedy what the operator can do, or what happens without that
 */
public record Reason(String about, String what, String remedy) {}
