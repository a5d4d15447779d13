package dev.slipway.terraform.version;

/// A text is no version, or no constraint; says what was found and what was expected.
public final class VersionException extends Exception {
    private static final long serialVersionUID = 1L;

    VersionException(String message) {
        super(message);
    }
}
