/**
 * What the tests of all modules stand on: origins that misbehave on command, raw clients, clocks set by hand, seeded
 * bytes, signed archives and a real apt. It uses the JDK and AssertJ only, never the product. Start with
 * {@link org.aptheke.testkit.ScriptedOrigin} and {@link org.aptheke.testkit.Wire}.
 */
@NullMarked
package org.aptheke.testkit;

import org.jspecify.annotations.NullMarked;
