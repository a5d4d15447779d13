package dev.slipway.server;

import org.jspecify.annotations.Nullable;

/// The server cannot start; the message says why and what to do.
public final class ServerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
