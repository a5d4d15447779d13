package dev.slipway.hcl.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExpressionsTest {
    /// Of the recorded expressions so many per mille may disagree; see `docs/hcl.md` for why.
    private static final int DISAGREEMENTS_PER_MILLE = 1;

    private static final int LIVE = 60;

    @TempDir Path folder;

    @Test
    void recordedExpressionsGiveWhatTheBinaryGave() throws IOException {
        ConsoleScope.write(folder);
        ConsoleScope scope = new ConsoleScope(folder);
        Map<String, Answer> recorded = Recording.load(folder);
        List<String> different = new ArrayList<>();
        recorded.forEach((expression, answer) -> {
            Answer ours = scope.answer(expression);
            if (!ours.agreesWith(answer)) {
                different.add(expression + "\n  ours: " + ours + "\n  its:  " + answer);
            }
        });
        assertThat(recorded.size()).isGreaterThan(10_000);
        assertThat(different)
                .as("of %s expressions", recorded.size())
                .hasSizeLessThanOrEqualTo(recorded.size() * DISAGREEMENTS_PER_MILLE / 1000);
    }

    @Test
    void someOfTheRecordedAnswersAreStillThoseOfTheBinary() throws Exception {
        Path binary = TerraformConsole.find();
        assumeTrue(binary != null, "terraform is not on the path");
        ConsoleScope.write(folder);
        TerraformConsole console = new TerraformConsole(binary, folder);
        Map<String, Answer> recorded = Recording.load(folder);
        List<String> values =
                recorded.entrySet().stream()
                        .filter(each -> each.getValue().isValue())
                        .map(Map.Entry::getKey)
                        .toList();
        Random random = new Random(3);
        List<String> some =
                random.ints(LIVE, 0, values.size()).mapToObj(values::get).distinct().toList();
        assertThat(console.answers(some)).isEqualTo(some.stream().map(recorded::get).toList());
    }
}
