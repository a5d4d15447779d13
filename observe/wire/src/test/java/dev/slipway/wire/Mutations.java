package dev.slipway.wire;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/// Hands out seeded damage of a valid body; whatever is thrown but [WireException] goes through.
public final class Mutations {
    private Mutations() {}

    public static void of(byte[] valid, long seed, int rounds, Consumer<byte[]> reading) {
        Random random = new Random(seed);
        for (int i = 0; i < rounds; i++) {
            byte[] body = valid.clone();
            int changes = 1 + random.nextInt(4);
            for (int j = 0; j < changes; j++) {
                int place = random.nextInt(body.length);
                body[place] =
                        random.nextBoolean()
                                ? (byte) random.nextInt(256)
                                : body[random.nextInt(body.length)];
            }
            if (random.nextInt(3) == 0) {
                body = Arrays.copyOf(body, random.nextInt(body.length));
            }
            try {
                reading.accept(body);
            } catch (WireException expected) {
                if (expected.getMessage() == null) {
                    throw new AssertionError("no message", expected);
                }
            }
        }
    }
}
