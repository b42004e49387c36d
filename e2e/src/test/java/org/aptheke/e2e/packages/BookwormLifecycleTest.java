package org.aptheke.e2e.packages;

/** The life of the package on Debian 12. */
final class BookwormLifecycleTest extends Lifecycle {
    BookwormLifecycleTest() {
        super(Release.BOOKWORM);
    }
}
