package org.aptheke.config;

/** A secret that stands in the configuration: it is shown nowhere. Immutable. */
public final class Hidden {
    static final Kind<Hidden> KIND = Kind.text("text", Hidden::new, hidden -> "***");

    private final String value;

    Hidden(String value) {
        if (value.isEmpty() || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("it is empty or has a control character in it");
        }
        this.value = value;
    }

    /** The secret itself. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hidden hidden && hidden.value.equals(value);
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "***";
    }
}
