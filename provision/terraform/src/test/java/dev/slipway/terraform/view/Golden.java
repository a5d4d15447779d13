package dev.slipway.terraform.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.stored.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Cases that are folders of files: what a plan and its schemas are, and how they are shown.
/// `-Dgolden.record=true` writes down what is shown now, to be read before it is committed.
public final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/dev/slipway/terraform/view");

    public static final ObjectMapper MAPPER =
            new ObjectMapper()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

    private Golden() {}

    public static List<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    public static Path folder(String name) {
        return FOLDER.resolve(name);
    }

    public static JsonNode json(String name, String file) throws IOException {
        return MAPPER.readTree(FOLDER.resolve(name).resolve(file).toFile());
    }

    public static Schemas schemas(String name) throws IOException {
        return SchemaJson.read(json(name, "schemas.json"));
    }

    public static Plan plan(String name) throws IOException {
        return new RecordedPlan(json(name, "plan.json"), schemas(name)).plan();
    }

    /// Compares with what was recorded.
    public static void check(String name, String file, String actual) throws IOException {
        Path recorded = FOLDER.resolve(name).resolve(file);
        if (Boolean.getBoolean("golden.record")) {
            Files.writeString(recorded, actual);
        }
        assertThat(actual).as(name + "/" + file).isEqualTo(Files.readString(recorded));
    }
}
