package dev.slipway.rule;

import static java.util.Objects.requireNonNull;

/// What is wrong in a file, and where. Lines and columns count from 1; they are 0 in what was no
/// file.
public record Problem(String file, int line, int column, String message) {
    public Problem {
        requireNonNull(file, "file");
        requireNonNull(message, "message");
    }

    @Override
    public String toString() {
        return line == 0
                ? file + ": " + message
                : file + ":" + line + ":" + column + ": " + message;
    }
}
