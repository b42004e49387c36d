package org.aptheke.server.netty;

/** A request that is not taken; says what its sender gets to know. */
final class MalformedRequestException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String reason;

    /** Without a stack trace: it is the client's mistake, and attackers make many. */
    MalformedRequestException(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
        this.reason = reason;
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }
}
