package dev.slipway.provider;

/// A provider could not be started, died, or does not keep to the protocol. The message says what
/// was tried with which provider, what happened, and what it last wrote to its log.
public final class ProviderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ProviderException(String message) {
        super(message);
    }

    public ProviderException(String message, Throwable cause) {
        super(message, cause);
    }
}
