package dev.slipway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The cases are in files beside this class; a new one needs no Java.
final class PatchesTest {
    @TestFactory
    Stream<DynamicTest> strategicMerge() {
        return cases("strategic-merge-cases.yaml", Patches::strategicMergePatch);
    }

    @TestFactory
    Stream<DynamicTest> jsonPatch() {
        return cases("json-patch-cases.yaml", Patches::jsonPatch);
    }

    @TestFactory
    Stream<DynamicTest> mergePatch() {
        return cases("merge-patch-cases.yaml", Patches::mergePatch);
    }

    @Test
    void strategicMergeWithoutSchemaIsRefused() {
        Patch patch = new Patch.StrategicMergePatch(Json.object());
        assertThatThrownBy(() -> Patches.apply(Json.object(), patch, null))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e ->
                                assertThat(e.reason())
                                        .isEqualTo(ApiException.Reason.UNSUPPORTED_MEDIA_TYPE));
    }

    @Test
    void patchOfTheWrongFormIsRefused() {
        assertThatThrownBy(() -> Patches.jsonPatch(Json.object()))
                .hasMessage("a JSON patch is a list of operations, not an object");
        assertThatThrownBy(() -> Patches.mergePatch(Json.object().arrayNode()))
                .hasMessage("a merge patch is an object, not a list");
    }

    private static Stream<DynamicTest> cases(String file, Function<JsonNode, Patch> reader) {
        return Cases.read(file).stream()
                .map(document -> test(document.object(), document.place(""), reader));
    }

    private static DynamicTest test(
            ObjectNode example, String place, Function<JsonNode, Patch> reader) {
        return DynamicTest.dynamicTest(
                example.path("name").asText() + " (" + place + ")", () -> check(example, reader));
    }

    private static void check(ObjectNode example, Function<JsonNode, Patch> reader) {
        ObjectNode before = example.deepCopy();
        ObjectNode current = (ObjectNode) example.path("current");
        Patch patch = reader.apply(example.path("patch"));
        Schema schema = Cases.deployment();
        if (example.has("error")) {
            assertThatThrownBy(() -> Patches.apply(current, patch, schema))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining(example.path("error").asText());
        } else {
            JsonNode result = Patches.apply(current, patch, schema);
            assertThat(result).isEqualTo(example.path("result"));
        }
        assertThat(example).isEqualTo(before);
    }
}
