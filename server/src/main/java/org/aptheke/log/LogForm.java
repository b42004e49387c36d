package org.aptheke.log;

/** How log lines look; {@code docs/logging.md} describes both. */
public enum LogForm {
    /** Words with blanks between them, for people and line tools. */
    TEXT,
    /** One JSON object for each line. */
    JSON
}
