package dev.slipway.hcl.source;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something wrong, or strange, in a source text. `subject` is the place, `address` the object that
/// it is about, of which a place may make many; `notes` tell the values that the expression there
/// was evaluated with. Immutable.
public record Diagnostic(
        Severity severity,
        String summary,
        String detail,
        @Nullable SourceRange subject,
        @Nullable String address,
        List<String> notes) {
    /// How bad it is.
    public enum Severity {
        ERROR,
        WARNING
    }

    public Diagnostic {
        requireNonNull(severity, "severity");
        requireNonNull(summary, "summary");
        requireNonNull(detail, "detail");
        notes = List.copyOf(notes);
    }

    public static Diagnostic error(String summary, String detail, @Nullable SourceRange subject) {
        return new Diagnostic(Severity.ERROR, summary, detail, subject, null, List.of());
    }

    public static Diagnostic warning(String summary, String detail, @Nullable SourceRange subject) {
        return new Diagnostic(Severity.WARNING, summary, detail, subject, null, List.of());
    }

    public Diagnostic withNotes(List<String> more) {
        return new Diagnostic(severity, summary, detail, subject, address, more);
    }

    public Diagnostic about(String object) {
        return new Diagnostic(severity, summary, detail, subject, object, notes);
    }
}
