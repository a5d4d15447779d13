package dev.slipway.hcl.text;

import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Texts as people see them: normalised, and divided into grapheme clusters. Stateless.
public final class Texts {
    private static final char REPLACEMENT = '\uFFFD';

    /// Below this every character is a grapheme cluster of its own, but for a line's end.
    private static final char PLAIN_MAX = 0x300;

    private Texts() {}

    /// In NFC; halves of characters are replaced, since they have no place in UTF-8.
    public static String normalized(String text) {
        boolean plain = true;
        for (int index = 0; index < text.length() && plain; index++) {
            plain = text.charAt(index) < PLAIN_MAX;
        }
        return plain ? text : Normalizer.normalize(withoutHalves(text), Normalizer.Form.NFC);
    }

    private static String withoutHalves(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints()
                .map(each -> isHalf(each) ? REPLACEMENT : each)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /// The number of characters a reader sees.
    public static int graphemeCount(String text) {
        if (isPlain(text)) {
            return text.length();
        }
        BreakIterator breaks = breaks(text);
        int count = 0;
        while (breaks.next() != BreakIterator.DONE) {
            count++;
        }
        return count;
    }

    /// The characters a reader sees, one by one.
    public static List<String> graphemes(String text) {
        List<String> graphemes = new ArrayList<>();
        BreakIterator breaks = breaks(text);
        int start = 0;
        for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
            graphemes.add(text.substring(start, end));
            start = end;
        }
        return graphemes;
    }

    private static BreakIterator breaks(String text) {
        BreakIterator breaks = BreakIterator.getCharacterInstance(Locale.ROOT);
        breaks.setText(text);
        return breaks;
    }

    private static boolean isPlain(String text) {
        for (int index = 0; index < text.length(); index++) {
            char each = text.charAt(index);
            if (each >= PLAIN_MAX || each == '\r') {
                return false;
            }
        }
        return true;
    }
}
