package org.aptheke.config;

/** A value cannot be used; the message says why, the remedy what would be right. */
final class BadValueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    BadValueException(String wrong, String remedy) {
        super(wrong);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }

    String wrong() {
        return String.valueOf(getMessage());
    }
}
