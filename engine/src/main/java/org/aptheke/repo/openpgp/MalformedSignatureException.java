package org.aptheke.repo.openpgp;

/** A file is not the signed message or the signature that it should be; the message says why. */
final class MalformedSignatureException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedSignatureException(String reason) {
        super(reason);
    }

    MalformedSignatureException(String reason, Throwable cause) {
        super(reason, cause);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
