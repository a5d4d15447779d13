package dev.slipway.terraform.provisioner;

import org.jspecify.annotations.Nullable;

/// A provisioner did not do what it should. The message is a phrase for people; a summary of its
/// own is there where the usual one does not fit.
public final class ProvisionException extends Exception {
    private static final long serialVersionUID = 1;

    private final @Nullable String summary;

    ProvisionException(String message) {
        this(null, message);
    }

    ProvisionException(@Nullable String summary, String message) {
        super(message);
        this.summary = summary;
    }

    public String summary(String usual) {
        return summary == null ? usual : summary;
    }
}
