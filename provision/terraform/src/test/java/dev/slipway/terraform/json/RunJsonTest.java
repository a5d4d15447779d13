package dev.slipway.terraform.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.value.Value;
import dev.slipway.state.State;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.ResourceAddress;
import dev.slipway.terraform.event.RunEvent;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.view.Golden;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RunJsonTest {
    private static final InstanceAddress ADDRESS =
            ResourceAddress.managed("terraform_data", "x")
                    .in(ModuleInstance.ROOT.child("mm", InstanceKey.NONE))
                    .instance(InstanceKey.of(1));
    private static final RunEvent.Id ID = new RunEvent.Id("id", "i-1");

    private final List<String> lines = new ArrayList<>();
    private final RunJson json =
            new RunJson(
                    lines::add, InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.678901Z")));

    @Test
    void writesEventsAsTerraformDoes() {
        json.on(new RunEvent.ApplyDone(ADDRESS, Action.CREATE, Duration.ofMillis(10_600), ID));
        assertThat(lines)
                .containsExactly(
                        """
                        {"@level":"info",\
                        "@message":"module.mm.terraform_data.x[1]: Creation complete after 11s\
                         [id=i-1]",\
                        "@module":"terraform.ui","@timestamp":"2026-01-02T03:04:05.678901Z",\
                        "hook":{"resource":{"addr":"module.mm.terraform_data.x[1]",\
                        "module":"module.mm","resource":"terraform_data.x[1]",\
                        "implied_provider":"terraform","resource_type":"terraform_data",\
                        "resource_name":"x","resource_key":1},"action":"create","id_key":"id",\
                        "id_value":"i-1","elapsed_seconds":11},"type":"apply_complete"}\
                        """);
    }

    @Test
    void knowsEveryKindOfEvent() throws IOException {
        json.on(new RunEvent.RefreshStarted(ADDRESS, ID));
        json.on(new RunEvent.RefreshDone(ADDRESS, ID));
        json.on(new RunEvent.ApplyStarted(ADDRESS, Action.DELETE, null, ID));
        json.on(new RunEvent.ApplyProgress(ADDRESS, Action.DELETE, Duration.ofSeconds(10), ID));
        json.on(new RunEvent.ApplyFailed(ADDRESS, Action.DELETE, Duration.ZERO));
        json.on(new RunEvent.ProvisionStarted(ADDRESS, "local-exec"));
        json.on(new RunEvent.ProvisionOutput(ADDRESS, "local-exec", "hi"));
        json.on(new RunEvent.ProvisionDone(ADDRESS, "local-exec"));
        json.on(new RunEvent.ProvisionFailed(ADDRESS, "local-exec"));
        json.on(new RunEvent.EphemeralStarted(ADDRESS, RunEvent.EphemeralAction.OPEN));
        json.on(new RunEvent.EphemeralDone(ADDRESS, RunEvent.EphemeralAction.OPEN, Duration.ZERO));
        assertThat(fields("type"))
                .containsExactly(
                        "refresh_start",
                        "refresh_complete",
                        "apply_start",
                        "apply_progress",
                        "apply_errored",
                        "provision_start",
                        "provision_progress",
                        "provision_complete",
                        "provision_errored",
                        "ephemeral_op_start",
                        "ephemeral_op_complete");
        String name = "module.mm.terraform_data.x[1]: ";
        assertThat(fields("@message"))
                .contains(
                        name + "Refresh complete [id=i-1]",
                        name + "Still destroying... [id=i-1, 10s elapsed]",
                        name + "Destruction errored after 0s",
                        name + "(local-exec): hi",
                        name + "(local-exec) Provisioning errored");
    }

    @Test
    void tellsOfAPlanAsTerraformDoes() throws IOException {
        json.plan(Golden.plan("moved-imported-replaced"));
        List<JsonNode> actual = new ArrayList<>();
        for (String line : lines) {
            actual.add(withoutTime(line));
        }
        List<JsonNode> expected = new ArrayList<>();
        for (String line :
                java.nio.file.Files.readAllLines(
                        Golden.folder("moved-imported-replaced").resolve("lines.json"))) {
            expected.add(withoutTime(line));
        }
        actual.sort(Comparator.comparing(JsonNode::toString));
        expected.sort(Comparator.comparing(JsonNode::toString));
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void tellsOfWhatWasDoneWithoutSecrets() {
        json.on(new RunEvent.ApplyDone(ADDRESS, Action.UPDATE, Duration.ZERO, ID));
        lines.clear();
        TreeMap<String, State.Output> outputs = new TreeMap<>();
        outputs.put("o", new State.Output(Value.of("a"), false));
        outputs.put("s", new State.Output(Value.of("secret"), true));
        json.applied(Plan.Mode.NORMAL, 0, outputs);
        assertThat(lines.getFirst())
                .contains(
                        "Apply complete! Resources: 0 added, 1 changed, 0 destroyed.",
                        "{\"add\":0,\"change\":1,\"import\":0,\"remove\":0,\"operation\":\"apply\"}");
        assertThat(lines.getLast())
                .contains(
                        "\"outputs\":{\"o\":{\"sensitive\":false,\"type\":\"string\",\"value\":\"a\"},"
                                + "\"s\":{\"sensitive\":true,\"type\":\"string\"}}")
                .doesNotContain("secret\"");
    }

    @Test
    void tellsOfTests() throws IOException {
        TestJson tests = json.tests();
        TreeMap<String, List<String>> found = new TreeMap<>();
        found.put("a.tftest.hcl", List.of("first", "second"));
        tests.found(found);
        tests.fileStarts("a.tftest.hcl");
        tests.runStarts("a.tftest.hcl", "first");
        tests.runEnds("a.tftest.hcl", "first", TestJson.Status.PASS);
        tests.fileIsTornDown("a.tftest.hcl");
        tests.fileEnds("a.tftest.hcl", TestJson.Status.FAIL);
        tests.summary(
                TestJson.Status.FAIL, Map.of(TestJson.Status.PASS, 1, TestJson.Status.FAIL, 1));
        assertThat(fields("@message"))
                .containsExactly(
                        "Found 1 file and 2 run blocks",
                        "a.tftest.hcl... in progress",
                        "  \"first\"... in progress",
                        "  \"first\"... pass",
                        "a.tftest.hcl... tearing down",
                        "a.tftest.hcl... fail",
                        "Failure! 1 passed, 1 failed.");
        assertThat(lines.get(3))
                .contains(
                        "\"@testrun\":\"first\"",
                        "{\"path\":\"a.tftest.hcl\",\"run\":\"first\",\"progress\":\"complete\","
                                + "\"status\":\"pass\"}");
    }

    @Test
    void showsWhereMistakesAre() throws IOException {
        SourceText source = new SourceText("bad.tf", "check \"é\" {\n  é = var.v > 7\n}\n");
        int start = source.text().indexOf("var.v");
        Diagnostic diagnostic =
                Diagnostic.error(
                                "Invalid",
                                "It is too small.",
                                new SourceRange(source, start, start + 5))
                        .withNotes(List.of("var.m[\"a b\"] is 5", "var.v is \"x y\""));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ValidateJson.write(List.of(diagnostic), out);
        JsonNode expected =
                Golden.MAPPER.readTree(
                        """
                        {"format_version": "1.0", "valid": false, "error_count": 1,
                         "warning_count": 0, "diagnostics": [{
                          "severity": "error", "summary": "Invalid", "detail": "It is too small.",
                          "range": {"filename": "bad.tf",
                            "start": {"line": 2, "column": 7, "byte": 20},
                            "end": {"line": 2, "column": 12, "byte": 25}},
                          "snippet": {"context": "check \\"é\\"", "code": "  é = var.v > 7",
                            "start_line": 2, "highlight_start_offset": 7,
                            "highlight_end_offset": 12, "values": [
                             {"traversal": "var.m[\\"a b\\"]", "statement": "is 5"},
                             {"traversal": "var.v", "statement": "is \\"x y\\""}]}}]}
                        """);
        assertThat(JsonDifferences.of(expected, Golden.MAPPER.readTree(out.toByteArray())))
                .isEmpty();
        json.diagnostic(diagnostic);
        assertThat(lines.getFirst())
                .startsWith("{\"@level\":\"error\",\"@message\":\"Error: Invalid\"");
    }

    private List<String> fields(String name) throws IOException {
        List<String> values = new ArrayList<>();
        for (String line : lines) {
            values.add(Golden.MAPPER.readTree(line).path(name).asText());
        }
        return values;
    }

    private static JsonNode withoutTime(String line) throws IOException {
        ObjectNode node = (ObjectNode) Golden.MAPPER.readTree(line);
        node.remove("@timestamp");
        return node;
    }
}
