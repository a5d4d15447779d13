package dev.slipway.terraform.folder;

import dev.slipway.hcl.source.Diagnostic;
import java.util.List;

/// Something in a folder keeps a command from being carried out; told as diagnostics.
public final class FolderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    public FolderException(List<Diagnostic> diagnostics) {
        super(diagnostics.isEmpty() ? "" : text(diagnostics.getFirst()));
        this.diagnostics = List.copyOf(diagnostics);
    }

    public FolderException(String summary, String detail) {
        this(List.of(Diagnostic.error(summary, detail, null)));
    }

    private static String text(Diagnostic diagnostic) {
        return diagnostic.summary() + ": " + diagnostic.detail();
    }

    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
