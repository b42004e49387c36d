package org.aptheke.proxy;

/** Whether answers come from the store alone. Safe for use by many threads. */
public final class OfflineSwitch {
    private volatile boolean on;

    public OfflineSwitch(boolean on) {
        this.on = on;
    }

    public boolean isOn() {
        return on;
    }

    public void set(boolean offline) {
        on = offline;
    }
}
