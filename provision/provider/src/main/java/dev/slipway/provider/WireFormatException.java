package dev.slipway.provider;

/// Bytes from a provider do not mean what the protocol says they should. The message says where and
/// what was found.
public final class WireFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WireFormatException(String message) {
        super(message);
    }

    public WireFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
