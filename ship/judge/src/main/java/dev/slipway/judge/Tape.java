package dev.slipway.judge;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// How a comparison writes itself down: words with a blank between, numbers exactly as they are.
final class Tape {
    private static final String BLANK = " ";

    private Tape() {}

    /// Takes numbers and names in a fixed order. For one thread.
    static final class Writer {
        private final StringBuilder text = new StringBuilder();

        Writer put(long value) {
            return word(Long.toString(value));
        }

        Writer put(double value) {
            return word(
                    value == 0 && 1 / value > 0
                            ? "0"
                            : Long.toHexString(Double.doubleToLongBits(value)));
        }

        Writer put(boolean value) {
            return put(value ? 1L : 0L);
        }

        Writer put(String name) {
            return word("'" + URLEncoder.encode(name, StandardCharsets.UTF_8));
        }

        private Writer word(String word) {
            text.append(text.isEmpty() ? "" : BLANK).append(word);
            return this;
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    /// Gives back what a writer took, in the same order. For one thread.
    static final class Reader {
        private final String[] words;
        private int next;

        Reader(String text) {
            this.words = text.split(BLANK, -1);
        }

        long integer() {
            String word = word("a whole number");
            try {
                return Long.parseLong(word);
            } catch (NumberFormatException e) {
                throw unexpected(word, "a whole number");
            }
        }

        /// A count: never below 0.
        long count() {
            long value = integer();
            if (value < 0) {
                throw unexpected(Long.toString(value), "a count");
            }
            return value;
        }

        /// A whole number from 0 to `max`.
        int index(int max) {
            long value = count();
            if (value > max) {
                throw unexpected(Long.toString(value), "0-" + max);
            }
            return (int) value;
        }

        double number() {
            String word = word("a number");
            double value;
            try {
                value = Double.longBitsToDouble(Long.parseUnsignedLong(word, 16));
            } catch (NumberFormatException e) {
                throw unexpected(word, "a number");
            }
            if (Double.isNaN(value)) {
                throw unexpected(word, "a number");
            }
            return value;
        }

        boolean flag() {
            return index(1) == 1;
        }

        String name() {
            String word = word("a name");
            if (!word.startsWith("'")) {
                throw unexpected(word, "a name");
            }
            try {
                return URLDecoder.decode(word.substring(1), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw unexpected(word, "a name");
            }
        }

        /// A name that must be this one.
        void expect(String what, String expected) {
            String found = name();
            if (!expected.equals(found)) {
                throw new IllegalArgumentException(
                        "state, " + what + ": " + found + " (expected: " + expected + ")");
            }
        }

        void end() {
            if (next < words.length) {
                throw unexpected(words[next], "the end");
            }
        }

        private String word(String expected) {
            if (next == words.length) {
                throw unexpected("the end", expected);
            }
            return words[next++];
        }

        private IllegalArgumentException unexpected(String found, String expected) {
            return new IllegalArgumentException(
                    "state, word " + next + ": " + found + " (expected: " + expected + ")");
        }
    }
}
