/**
 * The packages as administrators meet them: installed by apt on machines that have booted with their own systemd. It uses
 * the test kit and the tools of Debian, no class of the product, and needs root. Start with
 * {@link org.aptheke.e2e.packages.Machine}.
 */
@NullMarked
package org.aptheke.e2e.packages;

import org.jspecify.annotations.NullMarked;
