package dev.slipway.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.evidence.Comparison.Opinion;
import dev.slipway.evidence.KeptState.Subject;
import dev.slipway.evidence.ReleaseView.Advice;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class KeptStateTest {
    private static final KeptState STATE =
            new KeptState(
                    new Subject(Subject.Way.SIDE_BY_SIDE, "5f6d", "77aa"),
                    new Opinion(
                            new Verdict.Worse("5 % failed: \"GET /ä 503\".", .05), Advice.GO_BACK),
                    Instant.ofEpochMilli(1_700_000_000_123L),
                    null,
                    "12 judge's own words");

    @Test
    void isReadAsItWasWritten() {
        assertThat(STATE.text()).doesNotContain("\n").startsWith("watch1 SIDE_BY_SIDE '5f6d ");
        assertThat(KeptState.parse(STATE.text())).isEqualTo(STATE);
        KeptState silent = new KeptState(Subject.NOTHING, null, null, null, "-");
        assertThat(KeptState.parse(silent.text())).isEqualTo(silent);
    }

    @Test
    void saysWhatItCannotRead() {
        assertThatThrownBy(() -> KeptState.parse("watch0 a b c d e f g h i"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "state: watch0 a b c d e f g h i (expected: watch1 and nine more words)");
    }

    @Test
    void brokenTextIsRefusedOrHarmless() {
        SplittableRandom random = new SplittableRandom(3);
        String text = STATE.text();
        for (int round = 0; round < 5000; round++) {
            StringBuilder broken = new StringBuilder(text);
            for (int change = random.nextInt(1, 4); change > 0 && !broken.isEmpty(); change--) {
                int place = random.nextInt(broken.length());
                switch (random.nextInt(3)) {
                    case 0 -> broken.setCharAt(place, (char) random.nextInt(32, 300));
                    case 1 -> broken.deleteCharAt(place);
                    default -> broken.setLength(Math.max(1, place));
                }
            }
            try {
                assertThat(KeptState.parse(broken.toString()).comparison()).isNotNull();
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }
}
