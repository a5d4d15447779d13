package dev.slipway.judge;

import static java.util.Objects.requireNonNull;

/// All a judge remembers, as one line of text of a few kilobytes, to go on with after a restart. It
/// belongs to one policy.
public record JudgeState(String text) {
    private static final int LENGTH_MAX = 1_000_000;

    public JudgeState {
        requireNonNull(text, "text");
        if (text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "state: " + text.length() + " characters (expected: up to 1000000)");
        }
    }
}
