package dev.slipway.series;

import java.util.Comparator;

/// Orders strings as their UTF-8 bytes are ordered, which differs from [String#compareTo] where
/// surrogates are involved. Files of blocks are sorted this way.
public final class Utf8Order {
    public static final Comparator<String> COMPARATOR = Utf8Order::compare;

    private Utf8Order() {}

    public static int compare(String left, String right) {
        int shared = Math.min(left.length(), right.length());
        for (int i = 0; i < shared; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean bothOrNoneSurrogate = Character.isSurrogate(a) == Character.isSurrogate(b);
                // A surrogate stands for a code point above all others.
                return bothOrNoneSurrogate ? a - b : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return left.length() - right.length();
    }
}
