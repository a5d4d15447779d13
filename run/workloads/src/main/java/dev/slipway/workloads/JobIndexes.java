package dev.slipway.workloads;

import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Completion indexes as a Job's status writes them: `0-3,5`.
final class JobIndexes {
    private JobIndexes() {}

    static SortedSet<Integer> parse(@Nullable String text) {
        SortedSet<Integer> indexes = new TreeSet<>();
        if (text == null || text.isEmpty()) {
            return indexes;
        }
        for (String part : text.split(",", -1)) {
            int dash = part.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
            for (int index = first; index <= last; index++) {
                indexes.add(index);
            }
        }
        return indexes;
    }

    static String format(SortedSet<Integer> indexes) {
        StringBuilder text = new StringBuilder();
        Integer first = null;
        Integer last = null;
        for (int index : indexes) {
            if (last != null && first != null && index != last + 1) {
                append(text, first, last);
                first = null;
            }
            first = first == null ? Integer.valueOf(index) : first;
            last = index;
        }
        if (first != null && last != null) {
            append(text, first, last);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, int first, int last) {
        text.append(text.isEmpty() ? "" : ",").append(first);
        if (last > first) {
            text.append('-').append(last);
        }
    }
}
