package org.aptheke.jobs;

import org.aptheke.store.JobBook;

/** A run as it is at one moment. */
public record RunView(JobBook.Run run, RunState state, Progress progress, JobBook.Report report) {}
