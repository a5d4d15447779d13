package dev.slipway.terraform.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.slipway.hcl.report.Heading;
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
        Json.optional(json, "address", diagnostic.address());
        SourceRange subject = diagnostic.subject();
        if (subject != null) {
            json.writeObjectFieldStart("range");
            json.writeStringField("filename", subject.source().name());
            position(json, "start", subject.startPosition());
            position(json, "end", end(subject));
            json.writeEndObject();
            snippet(json, diagnostic, subject);
        }
        json.writeEndObject();
    }

    /// A place between two characters is shown as the one after it.
    private static Position end(SourceRange range) {
        Position end = range.endPosition();
        return range.start() < range.end()
                ? end
                : new Position(end.line(), end.column() + 1, end.offsetBytes() + 1);
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
        json.writeStringField("context", Heading.of(subject));
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
