package dev.slipway.scrape.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class TargetGroupReadingTest {
    private static final String JSON =
            "[{\"targets\": [\"a:1\", \"b:2\"], \"labels\": {\"room\": \"1.10\"}}, {\"targets\": []}]";
    private static final String YAML =
            """
            - targets: ['a:1', 'b:2']
              labels: {room: 1.10}
            - targets: []
            """;

    @Test
    void readsBothFormsAlike() {
        List<TargetGroup> groups = TargetGroupReading.json(JSON, "f");
        assertThat(groups).hasSize(2).isEqualTo(TargetGroupReading.yaml(YAML, "f"));
        assertThat(groups.getFirst().labels()).hasToString("{room=\"1.10\"}");
        assertThat(groups.getFirst().targets()).hasSize(2);
        assertThat(TargetGroupReading.yaml("", "f")).isEmpty();
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> TargetGroupReading.yaml("- target: []", "f"))
                .hasMessage("f:1:3: unknown key `target`, did you mean `targets`?");
        assertThatThrownBy(() -> TargetGroupReading.json("{}", "f"))
                .hasMessage("f: found something else (expected: a list of groups)");
        assertThatThrownBy(() -> TargetGroupReading.json("[{\"targets\": [1]}]", "f"))
                .hasMessage("f: group 0: `1` (expected: a string)");
    }

    @Test
    void failsInNoOtherWayOnDamagedText() {
        damaged(JSON, 3, text -> TargetGroupReading.json(text, "f"));
        damaged(YAML, 4, text -> TargetGroupReading.yaml(text, "f"));
    }

    private static void damaged(String valid, int seed, Function<String, List<TargetGroup>> read) {
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder(valid);
            for (int i = random.nextInt(3); i >= 0; i--) {
                text.setCharAt(random.nextInt(text.length()), (char) (random.nextInt(96) + 31));
            }
            text.setLength(
                    random.nextInt(4) == 0 ? random.nextInt(valid.length()) : valid.length());
            try {
                assertThat(read.apply(text.toString())).isNotNull();
            } catch (ConfigException e) {
                assertThat(e.problems()).isNotEmpty();
            }
        }
    }
}
