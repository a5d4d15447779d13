package dev.slipway.apiserver;

import java.util.ArrayList;
import java.util.List;

/// Lists written in one line.
final class Words {
    private Words() {}

    /// The parts between the separators, without surrounding space; at least one.
    static List<String> split(String text, char separator) {
        List<String> words = new ArrayList<>(4);
        int start = 0;
        while (true) {
            int end = text.indexOf(separator, start);
            words.add((end < 0 ? text.substring(start) : text.substring(start, end)).strip());
            if (end < 0) {
                return words;
            }
            start = end + 1;
        }
    }
}
