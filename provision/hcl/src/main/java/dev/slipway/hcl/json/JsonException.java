package dev.slipway.hcl.json;

/// A text is not JSON; `at` is the `char` where that shows.
public final class JsonException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int at;

    JsonException(int at, String message) {
        super(message, null, false, false);
        this.at = at;
    }

    public int at() {
        return at;
    }
}
