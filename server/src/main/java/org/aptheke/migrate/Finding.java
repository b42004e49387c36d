package org.aptheke.migrate;

/** A directive and what becomes of it. */
record Finding(AcngLine line, Fate fate) {
    @Override
    public String toString() {
        return line + "\n    " + fate.words();
    }
}
