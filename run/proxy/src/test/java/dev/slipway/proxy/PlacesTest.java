package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private static final int USERS = 20_000;
    private static final long PLACE_OF_USER_7 = -7056493447672732082L;
    private static final double SCORE_OF_USER_7 = 19.369592042382305;

    /// Places made of short, similar names, as user ids are.
    private static long place(int user) {
        byte[] name = Ascii.bytes("user-" + user);
        return Places.of(name, 0, name.length);
    }

    private static String version(int user, Map<String, Integer> weights) {
        String best = "";
        double bestScore = -1;
        for (var entry : weights.entrySet()) {
            if (entry.getValue() > 0) {
                double score =
                        Places.score(place(user), Places.salt(entry.getKey()), entry.getValue());
                if (score > bestScore) {
                    best = entry.getKey();
                    bestScore = score;
                }
            }
        }
        return best;
    }

    @Test
    void sharesAreThoseOfTheWeights() {
        Map<String, Integer> weights = new LinkedHashMap<>();
        weights.put("7d9c5f", 85);
        weights.put("6b8f4c", 10);
        weights.put("59d4aa", 5);
        Map<String, Integer> users = new LinkedHashMap<>();
        for (int user = 0; user < USERS; user++) {
            users.merge(version(user, weights), 1, Integer::sum);
        }
        weights.forEach((version, weight) ->
                assertThat((double) users.getOrDefault(version, 0) / USERS)
                        .as(version)
                        .isCloseTo(weight / 100.0, within(0.012)));
    }

    @Test
    void usersGoOverOnceWhileAWeightGrows() {
        SplittableRandom random = new SplittableRandom(42);
        for (int user = 0; user < 2000; user++) {
            String before = "old";
            int changes = 0;
            for (int share = 0; share <= 100; share += random.nextInt(1, 20)) {
                String now = version(user, Map.of("old", 100 - share, "new", share));
                changes += now.equals(before) ? 0 : 1;
                before = now;
            }
            assertThat(changes).isLessThanOrEqualTo(1);
            assertThat(version(user, Map.of("old", 0, "new", 100))).isEqualTo("new");
        }
    }

    @Test
    void versionThatGoesMovesOnlyItsOwnUsers() {
        Map<String, Integer> all = Map.of("a", 50, "b", 30, "c", 20);
        for (int user = 0; user < 2000; user++) {
            String with = version(user, all);
            String without = version(user, Map.of("a", 50, "b", 30));
            assertThat(with.equals("c") || with.equals(without)).isTrue();
        }
    }

    /// Cookies must mean the same after a restart and in the next release of Slipway.
    @Test
    void placesNeverChange() {
        assertThat(place(7)).isEqualTo(PLACE_OF_USER_7);
        assertThat(Places.score(place(7), Places.salt("new"), 10))
                .isCloseTo(SCORE_OF_USER_7, within(1e-9));
    }
}
