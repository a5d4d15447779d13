package dev.slipway.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Small configurations, each with one fault or one feature: ours must answer as Terraform did, or
/// as `differences.txt` has a reason for. `-Dcorpus.record=true` asks the real Terraform anew, and
/// writes down what both say.
final class CorpusTest {
    private static final boolean RECORD = Boolean.getBoolean("corpus.record");

    private static int count;

    @TempDir static Path folder;

    @TestFactory
    Stream<DynamicTest> answersAsTerraform() throws IOException {
        Map<String, String> differences = differences();
        return CorpusCase.all().stream()
                .filter(each -> each.name().startsWith(System.getProperty("corpus.case", "")))
                .map(each ->
                        DynamicTest.dynamicTest(
                                each.name(),
                                () -> compare(each, differences.containsKey(each.name()))));
    }

    private static void compare(CorpusCase each, boolean differs) throws Exception {
        if (RECORD) {
            CorpusRecord.write(each, "terraform", CorpusRun.of(each, CorpusRun.TERRAFORM, fresh()));
        }
        JsonNode theirs = CorpusRecord.read(each, "terraform");
        JsonNode ours =
                CorpusNormal.placedAs(theirs, CorpusRun.of(each, CorpusRun.SLIPWAY, fresh()));
        if (!differs) {
            assertThat(ours).isEqualTo(theirs);
            return;
        }
        if (RECORD) {
            CorpusRecord.write(each, "slipway", ours);
        }
        JsonNode expected = CorpusRecord.read(each, "slipway");
        assertThat(ours).isEqualTo(expected);
        assertThat(ours).as("a difference that is none any more").isNotEqualTo(theirs);
    }

    @Test
    void knowsWhatDiffers() throws IOException {
        List<String> names = CorpusCase.all().stream().map(CorpusCase::name).toList();
        assertThat(names).containsAll(differences().keySet());
        assertThat(differences().values()).doesNotContain("");
    }

    /// The reasons by the names of cases.
    private static Map<String, String> differences() throws IOException {
        Map<String, String> reasons = new TreeMap<>();
        for (String line : Files.readAllLines(CorpusCase.CORPUS.resolve("differences.txt"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split(":", 2);
                reasons.put(parts[0].strip(), parts.length < 2 ? "" : parts[1].strip());
            }
        }
        return reasons;
    }

    private static Path fresh() throws IOException {
        count++;
        return Files.createDirectory(folder.resolve(Integer.toString(count)));
    }
}
