package dev.slipway.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

final class LastSecondsTest {
    @Test
    void keepsTheLastTenMinutesInOrder() {
        LastSeconds seconds = new LastSeconds();
        Deque<ReleaseView.Second> expected = new ArrayDeque<>();
        assertThat(seconds.list()).isEmpty();
        for (int number = 0; number < 1500; number++) {
            ReleaseView.Second second =
                    new ReleaseView.Second(
                            Instant.ofEpochMilli(1_700_000_000_000L + 1000L * number),
                            number % 101,
                            new Evidence(number, number / 3),
                            new Evidence(2L * number, number));
            seconds.add(second);
            expected.addLast(second);
            if (expected.size() > LastSeconds.SECONDS_MAX) {
                expected.removeFirst();
            }
            if (number % 97 == 0) {
                assertThat(seconds.list()).containsExactlyElementsOf(expected);
            }
        }
        assertThat(seconds.list()).containsExactlyElementsOf(expected);
    }
}
