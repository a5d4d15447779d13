package dev.slipway.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds what somebody meant who mistyped a name.
public final class Suggestion {
    private static final int LENGTH_MAX = 64;

    private record Candidate(String name, int distance) {}

    private Suggestion() {}

    /// The name of `right` that is closest to `wrong`, if it is close enough for a slip of the
    /// fingers: one typing error in three letters, at most three. Of several the first in
    /// alphabetical order.
    public static Optional<String> closest(String wrong, Collection<String> right) {
        if (wrong.isEmpty() || wrong.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        int errorsMax = Math.clamp((wrong.length() + 2) / 3, 1, 3);
        return right.stream()
                .filter(name -> Math.abs(name.length() - wrong.length()) <= errorsMax)
                .map(name -> new Candidate(name, distance(wrong, name)))
                .filter(found -> found.distance <= errorsMax)
                .filter(found -> found.distance < found.name.length())
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    /// How many letters must be inserted, left out, replaced or swapped with their neighbour to
    /// make one word of the other, whatever their case; a difference in case only counts as one.
    static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        if (a.equals(b)) {
            return left.equals(right) ? 0 : 1;
        }
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            rows[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            rows[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                rows[i][j] = cell(rows, a, b, i, j);
            }
        }
        return rows[a.length()][b.length()];
    }

    private static int cell(int[][] rows, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best = Math.min(rows[i - 1][j], rows[i][j - 1]) + 1;
        best = Math.min(best, rows[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, rows[i - 2][j - 2] + 1) : best;
    }
}
