package dev.slipway.state.address;

/// A text is no address. The message says what was found and what was expected.
public final class AddressException extends Exception {
    private static final long serialVersionUID = 1L;

    public AddressException(String message) {
        super(message);
    }
}
