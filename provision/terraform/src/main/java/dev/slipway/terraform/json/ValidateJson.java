package dev.slipway.terraform.json;

import dev.slipway.hcl.source.Diagnostic;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// What `validate -json` says of a configuration, format version 1.0. Stateless.
public final class ValidateJson {
    private ValidateJson() {}

    public static void write(List<Diagnostic> diagnostics, OutputStream out) throws IOException {
        long errors =
                diagnostics.stream()
                        .filter(each -> each.severity() == Diagnostic.Severity.ERROR)
                        .count();
        Json.pretty(
                out,
                json -> {
                    json.writeStartObject();
                    json.writeStringField("format_version", "1.0");
                    json.writeBooleanField("valid", errors == 0);
                    json.writeNumberField("error_count", errors);
                    json.writeNumberField("warning_count", diagnostics.size() - errors);
                    json.writeArrayFieldStart("diagnostics");
                    for (Diagnostic each : diagnostics) {
                        DiagnosticJson.write(json, each);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }
}
