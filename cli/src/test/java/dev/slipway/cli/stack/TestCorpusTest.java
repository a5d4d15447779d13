package dev.slipway.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.slipway.provider.testing.TestProviderProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Carries out configurations with tests of which `record.sh` has recorded what the real terraform
/// says. Where we mean to differ, a file `ours` says why and how.
final class TestCorpusTest {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    private static final Path CASES = Path.of("src", "test", "resources", "stack-tests");
    private static final Pattern MADE_UP =
            Pattern.compile("\"([0-9a-z]{8}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\"");

    /// Diagnostics that tests alone have, whose details are compared, too.
    private static final Set<String> OF_TESTS =
            Set.of(
                    "Failed to compute attribute",
                    "Invalid override target",
                    "Missing expected failure",
                    "Test assertion failed",
                    "Unknown condition value",
                    "Invalid assert expression",
                    "Duplicate mock_resource block",
                    "Duplicate mock resource block",
                    "Duplicate override_resource block",
                    "Duplicate override_module block",
                    "Duplicate provider block",
                    "Duplicate \"run\" block names",
                    "Invalid override_during value",
                    "Missing target attribute",
                    "Invalid values attribute",
                    "Invalid outputs attribute",
                    "Reference to unknown run block",
                    "Reference to unavailable run block",
                    "Value for undeclared variable",
                    "No value for required variable",
                    "Failed to read mock data directory");

    @TempDir static Path shared;

    @BeforeAll
    static void installProvider() throws IOException {
        Path program =
                shared.resolve("mirror/registry.terraform.io/slipway/slipwaytest/1.0.0")
                        .resolve("linux_amd64");
        TestProviderProgram.install(program, Files.createDirectory(shared.resolve("objects")));
        Files.writeString(
                shared.resolve("rc"),
                "provider_installation {\n  filesystem_mirror {\n    path = \""
                        + shared.resolve("mirror")
                        + "\"\n  }\n}\n");
    }

    @TestFactory
    List<DynamicTest> comesOutAsRecorded() throws IOException {
        try (Stream<Path> all = Files.list(CASES)) {
            return all.filter(Files::isDirectory)
                    .sorted()
                    .map(each ->
                            DynamicTest.dynamicTest(
                                    each.getFileName().toString(), () -> compare(each)))
                    .toList();
        }
    }

    private static void compare(Path place) throws IOException {
        Path folder = Files.createTempDirectory(shared, place.getFileName().toString());
        copy(place, folder);
        Session session =
                new Session(folder).with("TF_CLI_CONFIG_FILE", shared.resolve("rc").toString());
        session.run("init");
        List<String> words = new ArrayList<>(List.of("test", "-json"));
        if (Files.exists(folder.resolve("arguments"))) {
            words.addAll(Files.readAllLines(folder.resolve("arguments")));
        }
        Session.Outcome outcome = session.run(words.toArray(String[]::new));
        Path own = place.resolve("ours");
        List<String> expected =
                Files.exists(own)
                        ? Files.readAllLines(own).stream()
                                .filter(each -> !each.startsWith("#"))
                                .toList()
                        : events(Files.readString(place.resolve("expected.jsonl")));
        assertThat(events(outcome.out())).as(outcome.err()).isEqualTo(expected);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            all.forEach(each -> {
                try {
                    Path target = to.resolve(from.relativize(each).toString());
                    if (Files.isDirectory(each)) {
                        Files.createDirectories(target);
                    } else {
                        Files.copy(each, target);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    /// What happened, a line each; diagnostics that come together are sorted, since they have no
    /// order, and those alike, of several instances, are one.
    private static List<String> events(String lines) throws IOException {
        List<String> events = new ArrayList<>();
        Set<String> diagnostics = new TreeSet<>();
        for (String each : lines.lines().toList()) {
            JsonNode json = MAPPER.readTree(each);
            if (json.path("type").asText().equals("diagnostic")) {
                diagnostics.add(diagnostic(json));
                continue;
            }
            events.addAll(diagnostics);
            diagnostics.clear();
            String event = event(json);
            if (!event.isEmpty()) {
                events.add(event);
            }
        }
        events.addAll(diagnostics);
        return events;
    }

    private static String event(JsonNode json) {
        String type = json.path("type").asText();
        JsonNode inner = json.path(type);
        return switch (type) {
            case "version" -> "";
            // Terraform says again and again that something still goes on.
            case "test_run" ->
                    inner.path("progress").asText().equals("running")
                                    || inner.path("elapsed").asInt() > 0
                            ? ""
                            : all(json);
            case "test_plan" ->
                    "plan "
                            + masked(inner.path("output_changes"))
                            + masked(inner.path("resource_changes"));
            case "test_state" -> "state " + masked(inner.path("root_module"));
            default -> all(json);
        };
    }

    private static String all(JsonNode json) {
        String type = json.path("type").asText();
        return type + " " + json.path("@message").asText() + " " + json.path(type);
    }

    /// In the order of the names, with what differs each time hidden.
    private static String masked(JsonNode json) {
        try {
            String sorted = MAPPER.writeValueAsString(MAPPER.treeToValue(json, Object.class));
            return MADE_UP.matcher(sorted).replaceAll("\"made up\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String diagnostic(JsonNode json) {
        JsonNode diagnostic = json.path("diagnostic");
        String summary = diagnostic.path("summary").asText();
        JsonNode range = diagnostic.path("range");
        String place =
                range.isMissingNode()
                        ? ""
                        : " at "
                                + range.path("filename").asText()
                                + ":"
                                + range.path("start").path("line").asInt();
        return diagnostic.path("severity").asText()
                + " "
                + json.path("@testfile").asText()
                + " "
                + json.path("@testrun").asText()
                + ": "
                + summary
                + (OF_TESTS.contains(summary) ? ": " + diagnostic.path("detail").asText() : "")
                + (OF_TESTS.contains(summary) ? place : "");
    }
}
