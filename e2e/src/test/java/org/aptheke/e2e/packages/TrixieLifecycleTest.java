package org.aptheke.e2e.packages;

/** The life of the package on Debian 13. */
final class TrixieLifecycleTest extends Lifecycle {
    TrixieLifecycleTest() {
        super(Release.TRIXIE);
    }
}
