package dev.slipway.terraform.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lays two lists side by side, so that as many elements as possible face their equals. Stateless.
final class Alignment {
    /// Beyond this many comparisons elements simply face those at the same position.
    private static final long COMPARISONS_MAX = 4_000_000;

    /// An element of the one, the other, or both.
    record Pair<T>(@Nullable T before, @Nullable T after) {}

    /// Elements that have no equal: which of them may face each other as changed.
    enum Unequal {
        /// A removed element comes before an added one.
        APART,
        /// The first removed one becomes the first added one, and so on.
        FACING
    }

    private Alignment() {}

    static <T> List<Pair<T>> byPosition(List<T> before, List<T> after) {
        List<Pair<T>> pairs = new ArrayList<>();
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            pairs.add(
                    new Pair<>(
                            i < before.size() ? before.get(i) : null,
                            i < after.size() ? after.get(i) : null));
        }
        return pairs;
    }

    static <T> List<Pair<T>> byContent(List<T> before, List<T> after, Unequal unequal) {
        int start = 0;
        while (start < Math.min(before.size(), after.size())
                && before.get(start).equals(after.get(start))) {
            start++;
        }
        int[] left = numbered(before, start, new HashMap<>(), after, true);
        int[] right = numbered(before, start, new HashMap<>(), after, false);
        if ((long) left.length * right.length > COMPARISONS_MAX) {
            return byPosition(before, after);
        }
        List<Pair<T>> pairs = new ArrayList<>();
        for (int i = 0; i < start; i++) {
            pairs.add(new Pair<>(before.get(i), after.get(i)));
        }
        walk(
                before.subList(start, before.size()),
                after.subList(start, after.size()),
                lengths(left, right),
                unequal,
                pairs);
        return pairs;
    }

    /// Equal elements get equal numbers, so that comparing them costs nothing.
    private static <T> int[] numbered(
            List<T> before, int start, Map<T, Integer> numbers, List<T> after, boolean first) {
        for (T each : before.subList(start, before.size())) {
            numbers.putIfAbsent(each, numbers.size());
        }
        for (T each : after.subList(start, after.size())) {
            numbers.putIfAbsent(each, numbers.size());
        }
        List<T> wanted = first ? before : after;
        return wanted.subList(start, wanted.size()).stream().mapToInt(numbers::get).toArray();
    }

    /// How many elements the rests of both lists from each pair of positions have in common.
    private static int[][] lengths(int[] left, int[] right) {
        int[][] lengths = new int[left.length + 1][right.length + 1];
        for (int i = left.length - 1; i >= 0; i--) {
            for (int j = right.length - 1; j >= 0; j--) {
                lengths[i][j] =
                        left[i] == right[j]
                                ? lengths[i + 1][j + 1] + 1
                                : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
            }
        }
        return lengths;
    }

    private static <T> void walk(
            List<T> before, List<T> after, int[][] lengths, Unequal unequal, List<Pair<T>> pairs) {
        List<T> removed = new ArrayList<>();
        List<T> added = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            boolean both = i < before.size() && j < after.size();
            if (both && before.get(i).equals(after.get(j))) {
                flush(removed, added, unequal, pairs);
                pairs.add(new Pair<>(before.get(i++), after.get(j++)));
            } else if (j == after.size() || (both && lengths[i + 1][j] >= lengths[i][j + 1])) {
                removed.add(before.get(i++));
            } else {
                added.add(after.get(j++));
            }
        }
        flush(removed, added, unequal, pairs);
    }

    private static <T> void flush(
            List<T> removed, List<T> added, Unequal unequal, List<Pair<T>> pairs) {
        if (unequal == Unequal.FACING) {
            pairs.addAll(byPosition(removed, added));
        } else {
            removed.forEach(each -> pairs.add(new Pair<>(each, null)));
            added.forEach(each -> pairs.add(new Pair<>(null, each)));
        }
        removed.clear();
        added.clear();
    }
}
