package dev.slipway.hcl.syntax;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.SourceRange;

/// Ends the parse of one expression; the parser of bodies catches it and goes on.
final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Diagnostic diagnostic;

    SyntaxException(String summary, String detail, SourceRange subject) {
        super(summary, null, false, false);
        diagnostic = Diagnostic.error(summary, detail, subject);
    }

    Diagnostic diagnostic() {
        return diagnostic;
    }
}
