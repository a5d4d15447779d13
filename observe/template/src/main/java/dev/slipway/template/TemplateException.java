package dev.slipway.template;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// A template could not be parsed or executed; the message names the template, line and column.
public final class TemplateException extends RuntimeException {
    /// What went wrong.
    public enum Reason {
        /// The text is no template.
        SYNTAX,
        /// An action could not be carried out with this data.
        EXECUTION,
        /// The execution wrote, nested or worked more than it may.
        LIMIT
    }

    private final Reason reason;
    private final int line;
    private final int column;

    TemplateException(Reason reason, Position position, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = requireNonNull(reason, "reason");
        this.line = position.line();
        this.column = position.column();
    }

    public Reason reason() {
        return reason;
    }

    /// From 1.
    public int line() {
        return line;
    }

    /// In bytes of UTF-8, from 0.
    public int column() {
        return column;
    }
}
