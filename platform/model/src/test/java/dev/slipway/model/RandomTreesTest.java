package dev.slipway.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What must hold for any tree and any text, tried on many; a failure names the seed.
final class RandomTreesTest {
    private static final int ROUNDS = 2_000;
    private static final int DEPTH_MAX = 4;
    private static final String CHARACTERS =
            "ab01 -:#,.[]{}&*!|>'\"%@`\\\n\t~<=?+_/$^()\u00e4\u20ac\u0085\u2028\u0007";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void writtenTreesAreReadBackAsTheyWere(long seed) {
        RandomGenerator random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            ObjectNode tree = object(random, 0);
            String yaml = Yaml.write(tree);
            assertThat(Yaml.parse(yaml, "f").getFirst().tree()).as(yaml).isEqualTo(tree);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyTextIsReadOrRefused(long seed) {
        RandomGenerator random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            StringBuilder text = new StringBuilder(Yaml.write(object(random, 1)));
            for (int edits = random.nextInt(4); edits >= 0; edits--) {
                int place = random.nextInt(text.length() + 1);
                text.insert(place, text(random));
            }
            try {
                assertThat(Yaml.parse(text.toString(), "f")).isNotNull();
            } catch (ApiException e) {
                assertThat(e).as(text.toString()).hasMessageStartingWith("f");
            }
        }
    }

    /// The merge patch that leads from one tree to another does so, as the RFC promises, and as a
    /// strategic one too where no list is merged by key.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void differenceLeadsFromOneTreeToTheOther(long seed) {
        RandomGenerator random = new Random(seed);
        Schema anything =
                Schemas.alone(Json.object().put("x-kubernetes-preserve-unknown-fields", true));
        for (int i = 0; i < ROUNDS; i++) {
            ObjectNode from = object(random, 1);
            ObjectNode to = object(random, 1);
            ObjectNode change = difference(from, to);
            assertThat(Patches.apply(from, new Patch.MergePatch(change), null)).isEqualTo(to);
            assertThat(Patches.apply(from, new Patch.StrategicMergePatch(change), anything))
                    .isEqualTo(to);
        }
    }

    private static ObjectNode difference(ObjectNode from, ObjectNode to) {
        ObjectNode change = Json.object();
        for (var field : from.properties()) {
            if (!to.has(field.getKey())) {
                change.putNull(field.getKey());
            }
        }
        for (var field : to.properties()) {
            JsonNode before = from.get(field.getKey());
            JsonNode after = field.getValue();
            if (before instanceof ObjectNode left && after instanceof ObjectNode right) {
                change.set(field.getKey(), difference(left, right));
            } else if (!after.equals(before)) {
                change.set(field.getKey(), after);
            }
        }
        return change;
    }

    private static ObjectNode object(RandomGenerator random, int depth) {
        ObjectNode object = Json.object();
        for (int i = random.nextInt(4); i >= 0; i--) {
            // Names with a dollar sign would be directives.
            String name = random.nextInt(3) > 0 ? "k" + random.nextInt(4) : text(random);
            object.set(name.replace("$", "s"), value(random, depth + 1));
        }
        return object;
    }

    private static JsonNode value(RandomGenerator random, int depth) {
        int choices = depth < DEPTH_MAX ? 8 : 5;
        return switch (random.nextInt(choices)) {
            case 0 -> Json.object().numberNode(random.nextInt());
            case 1 -> Json.object().booleanNode(random.nextBoolean());
            case 2 -> Json.object().numberNode(random.nextInt(1000) / 8.0);
            case 3, 4 -> Json.object().textNode(text(random));
            case 5 -> object(random, depth);
            default -> list(random, depth);
        };
    }

    private static ArrayNode list(RandomGenerator random, int depth) {
        ArrayNode list = Json.object().arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value(random, depth + 1));
        }
        return list;
    }

    private static String text(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return text.toString();
    }
}
