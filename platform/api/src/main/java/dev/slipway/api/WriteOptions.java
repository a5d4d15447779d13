package dev.slipway.api;

import static java.util.Objects.requireNonNull;

/// How to write. With `dryRun` everything is checked and answered, nothing is stored.
public record WriteOptions(boolean dryRun, String fieldManager, FieldValidation fieldValidation) {
    private static final WriteOptions DEFAULTS = new WriteOptions(false, "", FieldValidation.WARN);

    /// What to do about fields the kind does not have.
    public enum FieldValidation {
        IGNORE,
        WARN,
        STRICT
    }

    public WriteOptions {
        requireNonNull(fieldManager, "fieldManager");
        requireNonNull(fieldValidation, "fieldValidation");
    }

    public static WriteOptions defaults() {
        return DEFAULTS;
    }

    /// Unknown fields are dropped in silence, as between a server and its controllers.
    public static WriteOptions by(String fieldManager) {
        return new WriteOptions(false, fieldManager, FieldValidation.IGNORE);
    }
}
