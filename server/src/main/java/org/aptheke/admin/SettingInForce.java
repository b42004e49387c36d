package org.aptheke.admin;

/**
 * A setting as it is.
 *
 * @param name with its table
 * @param value as it would stand in the file, a secret as {@code ***}
 * @param place where it was said: file and line, a variable, an option, or {@code default}
 */
public record SettingInForce(String name, String value, String place) {
    public boolean isDefault() {
        return place.equals("default");
    }
}
