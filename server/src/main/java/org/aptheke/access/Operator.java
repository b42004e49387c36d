package org.aptheke.access;

import org.aptheke.origin.Secret;

/**
 * Somebody whom the configuration lets log in.
 *
 * @param passwordHash with bcrypt
 */
public record Operator(String name, Role role, Secret passwordHash) {}
