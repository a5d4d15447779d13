package dev.slipway.hcl.source;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Finds what was probably meant by a name that does not exist. Stateless.
public final class Suggestion {
    private static final int DISTANCE_MAX = 2;
    private static final int LENGTH_MAX = 100;

    private Suggestion() {}

    /// The nearest of the names, if it is near at all.
    public static @Nullable String nearest(String given, Collection<String> names) {
        String best = null;
        int least = DISTANCE_MAX + 1;
        for (String name : names) {
            if (Math.abs(name.length() - given.length()) > DISTANCE_MAX) {
                continue;
            }
            int distance = distance(given, name);
            if (distance < least) {
                least = distance;
                best = name;
            }
        }
        return best;
    }

    /// ` Did you mean "x"?`, or nothing.
    public static String didYouMean(String given, Collection<String> names) {
        String nearest = nearest(given, names);
        return nearest == null ? "" : " Did you mean \"" + nearest + "\"?";
    }

    /// Letters to insert, remove or replace until one text is the other.
    private static int distance(String left, String right) {
        if (left.length() > LENGTH_MAX || right.length() > LENGTH_MAX) {
            return Integer.MAX_VALUE;
        }
        int[] above = new int[right.length() + 1];
        for (int column = 0; column < above.length; column++) {
            above[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int diagonal = above[0];
            above[0] = row;
            for (int column = 1; column < above.length; column++) {
                int replace = diagonal + (left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1);
                diagonal = above[column];
                above[column] = Math.min(replace, Math.min(above[column], above[column - 1]) + 1);
            }
        }
        return above[right.length()];
    }
}
