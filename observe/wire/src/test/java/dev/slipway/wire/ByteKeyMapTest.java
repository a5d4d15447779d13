package dev.slipway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ByteKeyMapTest {
    @Test
    void findsWhatAnOrdinaryMapFinds() {
        Random random = new Random(11);
        ByteKeyMap<Integer> map = new ByteKeyMap<>();
        Map<String, Integer> expected = new HashMap<>();
        for (int round = 0; round < 100_000; round++) {
            // Mostly in order, as a target exposes its series.
            int number = random.nextInt(10) > 0 ? round % 700 : random.nextInt(700);
            String key = "series{id=\"" + number + "\"}";
            byte[] bytes = ("> " + key + " 1").getBytes(UTF_8);
            int end = bytes.length - 2;
            switch (random.nextInt(200)) {
                case 0 -> {
                    int rest = random.nextInt(5);
                    map.removeIf(value -> value % 5 == rest);
                    expected.values().removeIf(value -> value % 5 == rest);
                }
                case 1, 2, 3 -> {
                    map.put(bytes, 2, end, round);
                    expected.put(key, round);
                }
                default -> assertThat(map.find(bytes, 2, end)).isEqualTo(expected.get(key));
            }
            assertThat(map.size()).isEqualTo(expected.size());
        }
        Map<String, Integer> all = new HashMap<>();
        map.forEach((key, value) -> all.put(new String(key, UTF_8), value));
        assertThat(all).isEqualTo(expected);
    }
}
