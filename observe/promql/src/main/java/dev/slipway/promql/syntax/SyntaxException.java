package dev.slipway.promql.syntax;

/// A text that is not in the notation it should be in; the message says where and why.
public final class SyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final transient SourceSpan span;

    public SyntaxException(SourceSpan span, String message) {
        super(message);
        this.span = span;
    }

    public SourceSpan span() {
        return span;
    }

    /// The message with line and column, as Prometheus answers it: `1:5: parse error: …`.
    ///
    /// @param text what was parsed
    public String describe(String text) {
        return SourcePlace.of(text, span.start()) + ": parse error: " + getMessage();
    }
}
