package dev.slipway.hcl.value;

import static java.util.Objects.requireNonNull;

/// Something that sticks to a value and to everything calculated from it.
public record Mark(String name) {
    /// Must not be shown.
    public static final Mark SENSITIVE = new Mark("sensitive");

    /// Must not be kept beyond this run.
    public static final Mark EPHEMERAL = new Mark("ephemeral");

    public Mark {
        requireNonNull(name, "name");
    }
}
