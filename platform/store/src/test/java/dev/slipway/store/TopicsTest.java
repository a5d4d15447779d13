package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TopicsTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void marksExactlyTheTopicsWhosePrefixAKeyHas(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Topics topics = new Topics();
        List<Topic> joined = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            joined.add(topics.join(word(random), 0));
        }
        for (int i = 0; i < 20; i++) {
            topics.leave(joined.remove(random.nextInt(joined.size())));
        }
        for (int revision = 1; revision < 500; revision++) {
            String key = word(random) + word(random);
            List<Topic> expected =
                    topics.all().stream().filter(t -> key.startsWith(t.prefix)).toList();

            Change<Integer> change = new Change<>(revision, key, null, null);
            assertThat(topics.mark(List.of(change))).containsExactlyInAnyOrderElementsOf(expected);

            long marked = revision;
            assertThat(topics.all())
                    .allSatisfy(
                            t -> assertThat(t.newest() == marked).isEqualTo(expected.contains(t)));
        }
    }

    private static String word(RandomGenerator random) {
        StringBuilder word = new StringBuilder();
        for (int length = random.nextInt(6); length > 0; length--) {
            word.append((char) ('a' + random.nextInt(2)));
        }
        return word.toString();
    }
}
