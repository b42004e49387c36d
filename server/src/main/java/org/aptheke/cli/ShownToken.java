package org.aptheke.cli;

/** A token that the API is shown; it is printed nowhere. */
record ShownToken(String value) {
    @Override
    public String toString() {
        return "***";
    }
}
