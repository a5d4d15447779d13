package dev.slipway.terraform.json;

import dev.slipway.hcl.source.Diagnostic;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Tells of runs of test files as lines of JSON, as `test -json` does, in the order in which they
/// happen. Safe for many threads.
public final class TestJson {
    private final RunLines lines;

    TestJson(RunLines lines) {
        this.lines = lines;
    }

    /// How tests and their files come out.
    public enum Status {
        PENDING,
        SKIP,
        PASS,
        FAIL,
        ERROR;

        /// For people, who are told of errors as failures.
        public String said() {
            return this == ERROR ? FAIL.word() : word();
        }

        /// In machine-readable output.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Which runs there are, by file.
    public void found(SortedMap<String, List<String>> runs) {
        int count = runs.values().stream().mapToInt(List::size).sum();
        String files = runs.size() + (runs.size() == 1 ? " file" : " files");
        String blocks = count + (count == 1 ? " run block" : " run blocks");
        lines.info(
                "Found " + files + " and " + blocks,
                "test_abstract",
                json -> {
                    json.writeObjectFieldStart("test_abstract");
                    for (Map.Entry<String, List<String>> each : runs.entrySet()) {
                        Json.strings(json, each.getKey(), each.getValue());
                    }
                    json.writeEndObject();
                });
    }

    public void fileStarts(String file) {
        file(file, "in progress", "starting", null);
    }

    public void fileIsTornDown(String file) {
        file(file, "tearing down", "teardown", null);
    }

    public void fileEnds(String file, Status status) {
        file(file, status.said(), "complete", status);
    }

    private void file(String file, String said, String progress, @Nullable Status status) {
        lines.test(
                file + "... " + said,
                "test_file",
                file,
                "",
                json -> {
                    json.writeObjectFieldStart("test_file");
                    json.writeStringField("path", file);
                    json.writeStringField("progress", progress);
                    Json.optional(json, "status", status == null ? "" : status.word());
                    json.writeEndObject();
                });
    }

    public void runStarts(String file, String run) {
        String message = "  \"" + run + "\"... in progress";
        lines.test(
                message,
                "test_run",
                file,
                run,
                json -> {
                    json.writeObjectFieldStart("test_run");
                    json.writeStringField("path", file);
                    json.writeStringField("run", run);
                    json.writeStringField("progress", "starting");
                    json.writeNumberField("elapsed", 0);
                    json.writeEndObject();
                });
    }

    /// What a run left is destroyed.
    public void runIsTornDown(String file, String run) {
        lines.test(
                "  \"" + run + "\"... tearing down",
                "test_run",
                file,
                run,
                json -> {
                    json.writeObjectFieldStart("test_run");
                    json.writeStringField("path", file);
                    json.writeStringField("run", run);
                    json.writeStringField("progress", "teardown");
                    json.writeNumberField("elapsed", 0);
                    json.writeEndObject();
                });
    }

    /// Not all that a run left could be destroyed.
    public void left(String file, String run, List<String> instances) {
        lines.testError(
                "Terraform left some resources in state after executing "
                        + file
                        + "/"
                        + run
                        + ", they need to be cleaned up manually.",
                "test_cleanup",
                file,
                run,
                json -> {
                    json.writeObjectFieldStart("test_cleanup");
                    json.writeArrayFieldStart("failed_resources");
                    for (String each : instances) {
                        json.writeStartObject();
                        json.writeStringField("instance", each);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }

    /// What was planned, as `show -json` tells it.
    public void plan(String file, String run, String plan) {
        lines.test(
                "-verbose flag enabled, printing plan",
                "test_plan",
                file,
                run,
                json -> {
                    json.writeFieldName("test_plan");
                    json.writeRawValue(plan);
                });
    }

    /// What is there, as `show -json` tells it.
    public void state(String file, String run, String state) {
        lines.test(
                "-verbose flag enabled, printing state",
                "test_state",
                file,
                run,
                json -> {
                    json.writeFieldName("test_state");
                    json.writeRawValue(state);
                });
    }

    public void runEnds(String file, String run, Status status) {
        String message = "  \"" + run + "\"... " + status.said();
        lines.test(
                message,
                "test_run",
                file,
                run,
                json -> {
                    json.writeObjectFieldStart("test_run");
                    json.writeStringField("path", file);
                    json.writeStringField("run", run);
                    json.writeStringField("progress", "complete");
                    json.writeStringField("status", status.word());
                    json.writeEndObject();
                });
    }

    public void diagnostic(Diagnostic diagnostic, String file, String run) {
        lines.diagnostic(diagnostic, file, run);
    }

    /// How many runs came out how.
    public void summary(Status status, Map<Status, Integer> counts) {
        int passed = counts.getOrDefault(Status.PASS, 0);
        int failed = counts.getOrDefault(Status.FAIL, 0);
        int errored = counts.getOrDefault(Status.ERROR, 0);
        int skipped = counts.getOrDefault(Status.SKIP, 0) + counts.getOrDefault(Status.PENDING, 0);
        String said = status == Status.PASS ? "Success!" : "Failure!";
        String skips = skipped == 0 ? "" : ", " + skipped + " skipped";
        String message =
                said + " " + passed + " passed, " + (failed + errored) + " failed" + skips + ".";
        lines.info(
                message,
                "test_summary",
                json -> {
                    json.writeObjectFieldStart("test_summary");
                    json.writeStringField("status", status.word());
                    json.writeNumberField("passed", passed);
                    json.writeNumberField("failed", failed);
                    json.writeNumberField("errored", errored);
                    json.writeNumberField("skipped", skipped);
                    json.writeEndObject();
                });
    }
}
