package dev.slipway.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.GroupVersionKind;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.Yaml;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever is written, the answer is an object or a refusal that blames the author.
final class MutilatedObjectsTest {
    private static final int MUTATIONS = 100;
    private static final String[] TEXTS = {"", "x", "-", "Always", "25%", "/", "..", "1Gi", "é\n"};

    private final Random random = new Random(7);
    private int stored;

    @Test
    void areStoredOrRefusedWithSchemas() throws Exception {
        try (TestApi test = new TestApi()) {
            mutilate(test);
        }
        assertThat(stored).isGreaterThan(MUTATIONS);
    }

    @Test
    void areStoredOrRefusedWithoutSchemas() throws Exception {
        try (TestApi test = new TestApi(KindSchemas.NONE)) {
            mutilate(test);
        }
    }

    private void mutilate(TestApi test) throws IOException, URISyntaxException {
        for (Path file : RulesTest.cases().toList()) {
            ObjectNode whole = Yaml.parse(Files.readString(file), "" + file).getFirst().object();
            KindDefinition kind =
                    requireNonNull(
                            test.kinds.find(
                                    GroupVersionKind.of(
                                            whole.get("apiVersion").asText(),
                                            whole.get("kind").asText())));
            for (int i = 0; i < MUTATIONS; i++) {
                ObjectNode broken = whole.deepCopy();
                for (int cuts = 1 + random.nextInt(3); cuts > 0; cuts--) {
                    mutate(broken);
                }
                write(test, kind, broken, "n" + i + "-" + file.getFileName().toString().length());
            }
        }
    }

    private void write(TestApi test, KindDefinition kind, ObjectNode broken, String name) {
        String text = broken.toString();
        try {
            ObjectKey place = new ObjectKey(kind.namespaced() ? "default" : "", "");
            if (broken.get("metadata") instanceof ObjectNode metadata && metadata.has("name")) {
                metadata.put("name", name);
            }
            Written written =
                    test.api.create(
                            TestApi.ALICE, Target.of(kind, place), broken, WriteOptions.defaults());
            StoredObject object = written.object();
            stored++;
            for (Column column : kind.columns()) {
                column.cell().value(object.tree(), TestApi.NOW);
            }
            ObjectNode change = Json.object();
            mutate(change.setAll(object.tree().deepCopy()));
            test.api.patch(
                    TestApi.ALICE,
                    Target.of(kind, object.key()),
                    new Patch.MergePatch(change),
                    WriteOptions.defaults());
        } catch (ApiException e) {
            if (e.reason() == Reason.INTERNAL) {
                fail("blames the server: " + text, e);
            }
        } catch (RuntimeException e) {
            fail("falls over: " + text, e);
        }
    }

    /// Replaces or removes one part, anywhere.
    private void mutate(JsonNode tree) {
        List<JsonNode> containers = new ArrayList<>();
        collect(tree, containers);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        if (container instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(4) == 0) {
                object.remove(name);
            } else {
                object.set(name, junk());
            }
        } else if (container instanceof ArrayNode array && !array.isEmpty()) {
            array.set(random.nextInt(array.size()), junk());
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private JsonNode junk() {
        return switch (random.nextInt(8)) {
            case 0 -> NullNode.instance;
            case 1 -> BooleanNode.TRUE;
            case 2 -> IntNode.valueOf(random.nextInt(200_000) - 1000);
            case 3 -> LongNode.valueOf(Long.MAX_VALUE);
            case 4 -> Json.object();
            case 5 -> Json.object().putArray("a").add(Json.object());
            case 6 -> Json.object().putObject("b").put("c", 1);
            default -> TextNode.valueOf(TEXTS[random.nextInt(TEXTS.length)]);
        };
    }
}
