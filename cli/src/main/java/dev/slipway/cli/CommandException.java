package dev.slipway.cli;

/// A command that cannot be carried out; the message is for the person at the terminal, the exit
/// code for scripts.
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    static final int FAILED = 1;
    static final int USAGE = 2;

    private final int exitCode;

    CommandException(String message) {
        this(FAILED, message);
    }

    /// Passes on what went wrong below, in its own words.
    static CommandException from(RuntimeException failure) {
        String message = failure.getMessage();
        return new CommandException(message == null ? failure.toString() : message);
    }

    CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
