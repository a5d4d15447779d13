package dev.slipway.alert;

import java.util.Random;

/// Damages texts for tests that readers survive anything.
public final class Mutations {
    private static final String LETTERS = "{}[]()\"'\\=~!,:;|-*&#?%@`<> \n\t09azAZéü\u0000";

    private Mutations() {}

    public static String of(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && !damaged.isEmpty(); i++) {
            int at = random.nextInt(damaged.length());
            char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
            switch (random.nextInt(4)) {
                case 0 -> damaged.deleteCharAt(at);
                case 1 -> damaged.insert(at, letter);
                case 2 -> damaged.setCharAt(at, letter);
                default -> damaged.setLength(at);
            }
        }
        return damaged.toString();
    }
}
