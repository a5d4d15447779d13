package dev.slipway.http;

/// A certificate or key in the data folder cannot be used; the message names the file and the way
/// out.
public final class PkiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PkiException(String message, Throwable cause) {
        super(message, cause);
    }
}
