/** Notices when files of the operator's change. It knows nothing of the rest. Start with {@link org.aptheke.files.FileWatch}. */
@NullMarked
package org.aptheke.files;

import org.jspecify.annotations.NullMarked;
