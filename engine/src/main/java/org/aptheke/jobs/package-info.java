/**
 * Work on the store that is planned, shown, done step by step beside the traffic, and reported: the model and what runs
 * it, not the jobs themselves. May use the ports of {@code store} and events. Start with {@link org.aptheke.jobs.Job}
 * and {@link org.aptheke.jobs.JobRunner}.
 */
@NullMarked
package org.aptheke.jobs;

import org.jspecify.annotations.NullMarked;
