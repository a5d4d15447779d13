package dev.slipway.cli.stack;

import dev.slipway.hcl.source.Diagnostic;
import java.util.List;

/// What makes a command end at once, told as diagnostics are.
final class MistakeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    MistakeException(List<Diagnostic> diagnostics) {
        super(diagnostics.isEmpty() ? "" : diagnostics.getFirst().summary());
        this.diagnostics = List.copyOf(diagnostics);
    }

    MistakeException(String summary, String detail) {
        this(List.of(Diagnostic.error(summary, detail, null)));
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
