package dev.slipway.terraform.view;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.State;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.terraform.stored.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StateTextTest {
    private static final Path FOLDER =
            Path.of("src/test/resources/dev/slipway/terraform/stored/blocks");

    @Test
    void showsAStateAsRecorded() throws IOException {
        StringBuilder out = new StringBuilder();
        new StateText(schemas(), false).write(state(), out);
        Path recorded = FOLDER.resolve("state.txt");
        if (Boolean.getBoolean("golden.record")) {
            Files.writeString(recorded, out);
        }
        assertThat(out.toString()).isEqualTo(Files.readString(recorded));
    }

    @Test
    void showsOneObject() throws IOException {
        StringBuilder out = new StringBuilder();
        StateText text = new StateText(schemas(), false);
        var address = PlanTextTest.address("probe_thing", "dep", InstanceKey.NONE);
        assertThat(text.write(state(), address, out)).isTrue();
        assertThat(out).startsWith("# probe_thing.dep: (tainted)\n").endsWith("}\n");
        var missing = PlanTextTest.address("probe_thing", "none", InstanceKey.NONE);
        assertThat(text.write(state(), missing, out)).isFalse();
    }

    @Test
    void showsObjectsWhoseSchemaIsMissing() throws IOException {
        StringBuilder out = new StringBuilder();
        new StateText(Schemas.NONE, false).write(state(), out);
        assertThat(out).contains("resource \"probe_thing\" \"b\" {", "key    = \"x\"");
    }

    @Test
    void saysThatAStateIsEmpty() throws IOException {
        StringBuilder out = new StringBuilder();
        new StateText(Schemas.NONE, false).write(State.empty("1.11.4", "l"), out);
        assertThat(out.toString()).isEqualTo("The state holds no objects and no outputs.\n");
    }

    @Test
    void showsOutputsAsAConsoleDoes() {
        SortedMap<String, State.Output> outputs = new TreeMap<>();
        outputs.put("a", new State.Output(Value.of("x"), false));
        outputs.put("b", new State.Output(Value.of("secret"), true));
        outputs.put(
                "c",
                new State.Output(
                        Values.list(Type.Primitive.STRING, List.of(Value.of("y"))), false));
        assertThat(OutputText.all(outputs))
                .isEqualTo("a = \"x\"\nb = <sensitive>\nc = tolist([\n  \"y\",\n])\n");
        State.Output secret = requireNonNull(outputs.get("b"));
        assertThat(OutputText.one(secret)).isEqualTo("\"secret\"\n");
        assertThat(OutputText.raw(secret)).isEqualTo("secret");
        State.Output list = requireNonNull(outputs.get("c"));
        assertThat(OutputText.raw(list)).isNull();
    }

    private static JsonNode read(String file) throws IOException {
        return Golden.MAPPER.readTree(FOLDER.resolve(file).toFile());
    }

    private static Schemas schemas() throws IOException {
        return SchemaJson.read(read("schemas.json"));
    }

    private static State state() throws IOException {
        return new RecordedPlan(read("state.json"), schemas()).state(read("state.json"));
    }
}
