package org.aptheke.pool;

import java.io.IOException;

/** An index says something that no pool index can hold. It says so each time: trying again will not help. */
public class PoolIndexRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    PoolIndexRefusedException(String message) {
        super(message);
    }
}
