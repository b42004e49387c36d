/** The tests of the test tools: a tool that lies would make every other test worthless. */
@NullMarked
package org.aptheke.testkit;

import org.jspecify.annotations.NullMarked;
