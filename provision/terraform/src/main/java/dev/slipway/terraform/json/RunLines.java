package dev.slipway.terraform.json;

import dev.slipway.hcl.source.Diagnostic;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;

/// Writes lines that all have a level, a message, a time and a type. Safe for many threads.
final class RunLines {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Consumer<String> out;
    private final InstantSource clock;
    private final Object lock = new Object();

    RunLines(Consumer<String> out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    void info(String message, String type, Json.Body fields) {
        line("info", message, type, "", "", fields);
    }

    /// About a test file, and a run in it if that is not empty.
    void test(String message, String type, String file, String run, Json.Body fields) {
        line("info", message, type, file, run, fields);
    }

    void testError(String message, String type, String file, String run, Json.Body fields) {
        line("error", message, type, file, run, fields);
    }

    void diagnostic(Diagnostic diagnostic, String file, String run) {
        String message =
                switch (diagnostic.severity()) {
                    case ERROR -> "Error: " + diagnostic.summary();
                    case WARNING -> "Warning: " + diagnostic.summary();
                };
        String level =
                switch (diagnostic.severity()) {
                    case ERROR -> "error";
                    case WARNING -> "warn";
                };
        line(
                level,
                message,
                "diagnostic",
                file,
                run,
                json -> {
                    json.writeFieldName("diagnostic");
                    DiagnosticJson.write(json, diagnostic);
                });
    }

    private void line(
            String level, String message, String type, String file, String run, Json.Body fields) {
        synchronized (lock) {
            String time = TIME.format(clock.instant());
            out.accept(
                    Json.line(json -> {
                        json.writeStartObject();
                        json.writeStringField("@level", level);
                        json.writeStringField("@message", message);
                        json.writeStringField("@module", "terraform.ui");
                        Json.optional(json, "@testfile", file);
                        Json.optional(json, "@testrun", run);
                        json.writeStringField("@timestamp", time);
                        fields.write(json);
                        json.writeStringField("type", type);
                        json.writeEndObject();
                    }));
        }
    }
}
