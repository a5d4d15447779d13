package dev.slipway.terraform.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Position;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.SourceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// Diagnostics with their places, the lines of source there, and the values involved. Stateless.
final class DiagnosticJson {
    private DiagnosticJson() {}

    static String severity(Diagnostic diagnostic) {
        return diagnostic.severity().name().toLowerCase(Locale.ROOT);
    }

    static void write(JsonGenerator json, Diagnostic diagnostic) throws IOException {
        json.writeStartObject();
        json.writeStringField("severity", severity(diagnostic));
        json.writeStringField("summary", diagnostic.summary());
        json.writeStringField("detail", diagnostic.detail());
        SourceRange subject = diagnostic.subject();
        if (subject != null) {
            json.writeObjectFieldStart("range");
            json.writeStringField("filename", subject.source().name());
            position(json, "start", subject.startPosition());
            position(json, "end", subject.endPosition());
            json.writeEndObject();
            snippet(json, diagnostic, subject);
        }
        json.writeEndObject();
    }

    private static void position(JsonGenerator json, String name, Position position)
            throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("line", position.line());
        json.writeNumberField("column", position.column());
        json.writeNumberField("byte", position.offsetBytes());
        json.writeEndObject();
    }

    private static void snippet(JsonGenerator json, Diagnostic diagnostic, SourceRange subject)
            throws IOException {
        SourceText source = subject.source();
        int first = source.lineAt(subject.start());
        int last = Math.max(first, source.lineAt(Math.max(subject.start(), subject.end() - 1)));
        StringBuilder code = new StringBuilder();
        for (int line = first; line <= last; line++) {
            code.append(code.isEmpty() ? "" : "\n").append(source.line(line));
        }
        int start = source.lineStart(first);
        json.writeObjectFieldStart("snippet");
        json.writeStringField("context", heading(diagnostic.context(), first));
        json.writeStringField("code", code.toString());
        json.writeNumberField("start_line", first);
        json.writeNumberField(
                "highlight_start_offset", bytes(source.text().substring(start, subject.start())));
        json.writeNumberField(
                "highlight_end_offset",
                bytes(source.text().substring(start, Math.max(subject.start(), subject.end()))));
        values(json, diagnostic.notes());
        json.writeEndObject();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// The line that opens what surrounds the place, unless it is the place's own.
    private static @org.jspecify.annotations.Nullable String heading(
            @org.jspecify.annotations.Nullable SourceRange context, int subjectLine) {
        if (context == null) {
            return null;
        }
        int line = context.source().lineAt(context.start());
        if (line == subjectLine) {
            return null;
        }
        String text = context.source().line(line).strip();
        return text.endsWith("{") ? text.substring(0, text.length() - 1).strip() : text;
    }

    /// Notes begin with what they are about.
    private static void values(JsonGenerator json, List<String> notes) throws IOException {
        json.writeArrayFieldStart("values");
        for (String note : notes) {
            int end = traversalEnd(note);
            json.writeStartObject();
            json.writeStringField("traversal", note.substring(0, end));
            json.writeStringField("statement", note.substring(Math.min(note.length(), end + 1)));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static int traversalEnd(String note) {
        boolean quoted = false;
        for (int i = 0; i < note.length(); i++) {
            char each = note.charAt(i);
            if (each == '"' && (i == 0 || note.charAt(i - 1) != '\\')) {
                quoted = !quoted;
            } else if (each == ' ' && !quoted) {
                return i;
            }
        }
        return note.length();
    }
}
