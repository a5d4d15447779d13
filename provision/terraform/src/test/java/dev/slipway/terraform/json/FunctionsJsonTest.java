package dev.slipway.terraform.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.hcl.function.Functions;
import dev.slipway.hcl.function.Surroundings;
import dev.slipway.terraform.view.Golden;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class FunctionsJsonTest {
    @Test
    void listsEveryFunctionTwice() throws IOException {
        JsonNode signatures = written().path("function_signatures");
        assertThat(signatures.path("abs").toString())
                .isEqualTo(
                        "{\"return_type\":\"number\",\"parameters\":"
                                + "[{\"name\":\"num\",\"type\":\"number\"}]}");
        assertThat(signatures.path("core::abs")).isEqualTo(signatures.path("abs"));
    }

    /// Where Terraform leaves a result's type open, it may be told more precisely.
    @Test
    void listsTheFunctionsThatTerraformLists() throws Exception {
        Optional<JsonNode> terraform = TerraformCommand.json("metadata", "functions", "-json");
        Assumptions.assumeTrue(terraform.isPresent(), "terraform is not installed");
        JsonNode expected = terraform.orElseThrow().path("function_signatures");
        JsonNode actual = written().path("function_signatures");
        assertThat(names(actual)).isEqualTo(names(expected));
        List<String> different = new ArrayList<>();
        for (String name : names(expected)) {
            ((ObjectNode) expected.path(name)).remove("description");
            expected.path(name).path("parameters").forEach(FunctionsJsonTest::withoutText);
            withoutText(expected.path(name).path("variadic_parameter"));
            if (expected.path(name).path("return_type").asText().equals("dynamic")) {
                ((ObjectNode) expected.path(name))
                        .set("return_type", actual.path(name).path("return_type"));
            }
            JsonDifferences.of(expected.path(name), actual.path(name))
                    .forEach(each -> different.add(name + each));
        }
        assertThat(different).isEmpty();
    }

    private static void withoutText(JsonNode parameter) {
        if (parameter instanceof ObjectNode object) {
            object.remove("description");
        }
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        names.sort(null);
        return names;
    }

    private static ObjectNode written() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Surroundings surroundings =
                new Surroundings(
                        Path.of("."),
                        Path.of("/home/someone"),
                        InstantSource.fixed(Instant.EPOCH),
                        new Random(1));
        FunctionsJson.write(Functions.all(surroundings), out);
        return (ObjectNode) Golden.MAPPER.readTree(out.toByteArray());
    }
}
